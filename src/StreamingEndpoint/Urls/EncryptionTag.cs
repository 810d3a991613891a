namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>What the <c>encryption=</c> parameter of a URL asks for.</summary>
internal enum EncryptionTag : byte
{
    None,

    /// <summary><c>cbc</c>: AES-128 envelope.</summary>
    Cbc,

    /// <summary><c>cenc</c>: common encryption, AES-CTR.</summary>
    Cenc,

    /// <summary><c>cbcs-aapl</c>: common encryption, AES-CBC with a pattern.</summary>
    Cbcs,

    /// <summary><c>piff</c>: PlayReady in Smooth.</summary>
    Piff,
}

internal static class EncryptionTags
{
    public static bool TryParse(ReadOnlySpan<char> text, out EncryptionTag tag)
    {
        for (var candidate = EncryptionTag.Cbc; candidate <= EncryptionTag.Piff; candidate++)
        {
            if (text.Equals(candidate.Text(), StringComparison.OrdinalIgnoreCase))
            {
                tag = candidate;
                return true;
            }
        }

        tag = EncryptionTag.None;
        return false;
    }

    public static string Text(this EncryptionTag tag) => tag switch
    {
        EncryptionTag.Cbc => "cbc",
        EncryptionTag.Cenc => "cenc",
        EncryptionTag.Cbcs => "cbcs-aapl",
        EncryptionTag.Piff => "piff",
        _ => "",
    };
}
