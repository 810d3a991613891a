using System.Buffers;
using System.Text;
using MediaPlatform.Media.Captions.Ttml;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Captions;

/// <summary>Writes the samples of a caption track, fragment by fragment; times in milliseconds.</summary>
internal sealed class CaptionSamples(CaptionDocument document, CaptionForm form, string language)
{
    private const int MaxBytes = 256 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _firstCue;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void AddFragment(SampleTable table, long start, long end)
    {
        var cues = CuesIn(start, end);
        if (form == CaptionForm.Imsc)
        {
            Add(table, ImscWriter.Write(cues, Time(start), Time(end), language), end - start);
            return;
        }

        // What is shown changes where a cue begins or ends.
        long[] edges = [start, end, .. cues.SelectMany(cue => new[] { Milliseconds(cue.Start), Milliseconds(cue.End) }).Where(time => time > start && time < end)];
        edges = [.. edges.Distinct().Order()];
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var shown = cues.Where(cue => Milliseconds(cue.Start) <= edges[i] && Milliseconds(cue.End) > edges[i]).ToList();
            Add(table, Boxes(shown), edges[i + 1] - edges[i]);
        }
    }

    private List<CaptionCue> CuesIn(long start, long end)
    {
        var (from, to) = (Time(start), Time(end));
        while (_firstCue < document.Cues.Length && document.Cues[_firstCue].End <= from)
        {
            _firstCue++;
        }

        var cues = new List<CaptionCue>();
        for (var i = _firstCue; i < document.Cues.Length && document.Cues[i].Start < to; i++)
        {
            if (document.Cues[i].End > from)
            {
                cues.Add(document.Cues[i]);
            }
        }

        return cues;
    }

    private void Add(SampleTable table, byte[] sample, long duration)
    {
        if (_bytes.WrittenCount + sample.Length > MaxBytes)
        {
            throw new InvalidMediaException("Captions repeat more text over fragments than a track may hold");
        }

        table.Add(_bytes.WrittenCount, (uint)sample.Length, (uint)duration, 0, sync: true);
        _bytes.Write(sample);
    }

    /// <summary>One vttc box per cue that is shown, or vtte when none is (ISO/IEC 14496-30 6.5).</summary>
    private static byte[] Boxes(List<CaptionCue> shown)
    {
        var buffer = new byte[8 + shown.Sum(cue => 64 + (4 * (cue.Payload.Length + cue.Settings.Length + cue.Id.Length)))];
        var writer = new BoxWriter(buffer);
        if (shown.Count == 0)
        {
            writer.BoxHeader(FourCC.Vtte, BoxWriter.BoxHeaderSize);
        }

        foreach (var cue in shown)
        {
            var box = writer.Begin(FourCC.Vttc);
            Text(ref writer, "iden", cue.Id);
            Text(ref writer, "sttg", cue.Settings);
            Text(ref writer, FourCC.Payl, cue.Payload);
            writer.End(box);
        }

        return buffer[..writer.Position];
    }

    private static void Text(ref BoxWriter writer, FourCC type, string text)
    {
        if (text.Length > 0 || type == FourCC.Payl)
        {
            var box = writer.Begin(type);
            writer.Bytes(Encoding.UTF8.GetBytes(text));
            writer.End(box);
        }
    }

    private static TimeSpan Time(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
