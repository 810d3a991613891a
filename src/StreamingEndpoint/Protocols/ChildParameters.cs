using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>Writes the parameters that a manifest hands down to the URLs it lists.</summary>
internal static class ChildParameters
{
    /// <summary>For example <c>format=m3u8-aapl,encryption=cbc,filter=a;b</c>; empty for clear Smooth.</summary>
    public static string Of(in StreamingUrl url)
    {
        var parts = new List<string>(4);
        if (url.Format.Tag() is { Length: > 0 } format)
        {
            parts.Add("format=" + format);
        }

        if (url.Encryption != EncryptionTag.None)
        {
            parts.Add("encryption=" + url.Encryption.Text());
        }

        if (!url.Filters.IsEmpty)
        {
            parts.Add("filter=" + string.Join(';', url.Filters.ToString().Split(';').Select(Uri.EscapeDataString)));
        }

        if (!url.AudioTrack.IsEmpty)
        {
            parts.Add("audioTrack=" + Uri.EscapeDataString(url.AudioTrack.ToString()));
        }

        return string.Join(',', parts);
    }
}
