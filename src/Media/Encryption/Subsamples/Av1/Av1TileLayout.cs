using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>How a frame is cut into tiles, AV1 specification 5.9.15.</summary>
/// <param name="Count">Number of tiles.</param>
/// <param name="NumberBits">Bits of a tile number.</param>
/// <param name="SizeBytes">Bytes in which the length of a tile is written.</param>
internal sealed record Av1TileLayout(int Count, int NumberBits, int SizeBytes)
{
    private const int MaxTiles = 64;
    private const int MaxTileWidth = 4096;
    private const int MaxTileArea = 4096 * 2304;

    public static Av1TileLayout Read(ref BitReader bits, int width, int height, bool hasLargeBlocks)
    {
        var shift = hasLargeBlocks ? 7 : 6;
        var (columns, rows) = (Blocks(width, shift), Blocks(height, shift));
        var (maxWidth, maxArea) = (MaxTileWidth >> shift, MaxTileArea >> (2 * shift));
        var minColumnsLog = Log(maxWidth, columns);
        var minTilesLog = Math.Max(minColumnsLog, Log(maxArea, rows * columns));
        int columnsLog, rowsLog, tileColumns, tileRows;
        if (bits.Flag())
        {
            columnsLog = Increments(ref bits, minColumnsLog, Log(1, Math.Min(columns, MaxTiles)));
            tileColumns = Uniform(columns, columnsLog);
            rowsLog = Increments(ref bits, Math.Max(minTilesLog - columnsLog, 0), Log(1, Math.Min(rows, MaxTiles)));
            tileRows = Uniform(rows, rowsLog);
        }
        else
        {
            (tileColumns, var widest) = Sizes(ref bits, columns, maxWidth);
            columnsLog = Log(1, tileColumns);
            var area = minTilesLog > 0 ? (rows * columns) >> (minTilesLog + 1) : rows * columns;
            (tileRows, _) = Sizes(ref bits, rows, Math.Max(area / widest, 1));
            rowsLog = Log(1, tileRows);
        }

        var numberBits = columnsLog + rowsLog;
        var sizeBytes = 0;
        if (numberBits > 0)
        {
            bits.Skip(numberBits);
            sizeBytes = (int)bits.Bits(2) + 1;
        }

        return new Av1TileLayout(tileColumns * tileRows, numberBits, sizeBytes);
    }

    // Sizes count in blocks of 8 by 8 first, as the specification does.
    private static int Blocks(int pixels, int shift)
    {
        var units = 2 * ((pixels + 7) >> 3);
        var unitShift = shift - 2;
        return (units + (1 << unitShift) - 1) >> unitShift;
    }

    /// <summary>The smallest power that brings a size to at least the target.</summary>
    private static int Log(int size, int target)
    {
        var log = 0;
        while (size << log < target)
        {
            log++;
        }

        return log;
    }

    private static int Increments(ref BitReader bits, int value, int maximum)
    {
        while (value < maximum && bits.Flag())
        {
            value++;
        }

        return value;
    }

    private static int Uniform(int blocks, int log)
    {
        var size = (blocks + (1 << log) - 1) >> log;
        return (blocks + size - 1) / size;
    }

    private static (int Count, int Largest) Sizes(ref BitReader bits, int blocks, int maximum)
    {
        var (count, largest) = (0, 0);
        for (var start = 0; start < blocks; count++)
        {
            var size = Av1Codes.OneOf(ref bits, Math.Min(blocks - start, maximum)) + 1;
            largest = Math.Max(largest, size);
            start += size;
        }

        return count <= MaxTiles ? (count, largest) : throw new InvalidMediaException("An AV1 frame has too many tiles");
    }
}
