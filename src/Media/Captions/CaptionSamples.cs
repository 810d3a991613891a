using System.Buffers;
using System.Text;
using MediaPlatform.Media.Captions.Ttml;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Captions;

/// <summary>Writes the samples of a caption track, fragment by fragment; times in milliseconds.</summary>
internal sealed class CaptionSamples(CaptionDocument document, CaptionForm form, string language)
{
    // Room for the words of a long document, and for what every sample has around them.
    private const int MaxBytes = 32 << 20;
    private const int BytesPerSample = 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<CaptionCue> _open = [];
    private int _next;

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
        var shown = new List<CaptionCue>();
        var next = 0;
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var edge = edges[i];
            for (; next < cues.Count && Milliseconds(cues[next].Start) <= edge; next++)
            {
                shown.Add(cues[next]);
            }

            shown.RemoveAll(cue => Milliseconds(cue.End) <= edge);
            Add(table, Boxes(shown), edges[i + 1] - edge);
        }
    }

    // Each cue is looked at where it begins and while it lasts, so that one that lasts throughout does not have all others looked at again.
    private List<CaptionCue> CuesIn(long start, long end)
    {
        var (from, to) = (Time(start), Time(end));
        for (; _next < document.Cues.Length && document.Cues[_next].Start < to; _next++)
        {
            _open.Add(document.Cues[_next]);
        }

        _open.RemoveAll(cue => cue.End <= from);
        return _open;
    }

    private void Add(SampleTable table, byte[] sample, long duration)
    {
        if (_bytes.WrittenCount + sample.Length > MaxBytes + ((long)table.Count * BytesPerSample))
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
