namespace MediaPlatform.Media;

/// <summary>Whole reads on top of <see cref="IMediaReader"/>.</summary>
public static class MediaReaderExtensions
{
    /// <summary>Fills <paramref name="buffer"/> as far as the file goes and returns the number of bytes read.</summary>
    public static async ValueTask<int> ReadFullyAsync(
        this IMediaReader reader, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var total = 0;
        while (total < buffer.Length)
        {
            var read = await reader.ReadAsync(offset + total, buffer[total..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }
}
