using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Captions;

/// <summary>Sample entries of text tracks, ISO/IEC 14496-30 5.4 and 7.5.</summary>
internal static class CaptionSampleEntry
{
    public static byte[] Write(CaptionForm form)
    {
        var buffer = new byte[128];
        var writer = new BoxWriter(buffer);
        var entry = writer.Begin(form == CaptionForm.Imsc ? FourCC.Stpp : FourCC.Wvtt);
        writer.Zeros(6);
        writer.UInt16(1);
        if (form == CaptionForm.Imsc)
        {
            writer.NullTerminatedString("http://www.w3.org/ns/ttml");
            writer.NullTerminatedString("");
            writer.NullTerminatedString("");
        }
        else
        {
            var configuration = writer.Begin(FourCC.VttC);
            writer.Bytes("WEBVTT"u8);
            writer.End(configuration);
        }

        writer.End(entry);
        return buffer[..writer.Position];
    }
}
