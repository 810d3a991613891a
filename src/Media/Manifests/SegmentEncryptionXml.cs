namespace MediaPlatform.Media.Manifests;

/// <summary>Whole segments under a key, ISO/IEC 23009-4, in the form that AMS gave it in DASH and in Smooth Streaming.</summary>
internal static class SegmentEncryptionXml
{
    public static void Write(ManifestText text, TrackSignal signal, string indent)
    {
        text.Line($"{indent}<ContentProtection schemeIdUri=\"urn:mpeg:dash:sea:2012\" xmlns:sea=\"urn:mpeg:dash:schema:sea:2012\">");
        text.Line($"{indent}   <sea:SegmentEncryption schemeIdUri=\"urn:mpeg:dash:sea:aes128-cbc:2013\" />");
        text.Line($"{indent}   <sea:KeySystem keySystemUri=\"urn:mpeg:dash:sea:keysys:http:2013\" />");
        text.Line($"{indent}   <sea:CryptoPeriod IV=\"0x{Convert.ToHexString(signal.Iv.Span)}\" keyUriTemplate=\"{ManifestNames.Xml(signal.KeyUrl ?? "")}\" />");
        text.Line($"{indent}</ContentProtection>");
    }
}
