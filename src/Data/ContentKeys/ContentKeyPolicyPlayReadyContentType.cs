namespace MediaPlatform.Data.ContentKeys;

/// <summary>Kind of content.</summary>
public enum ContentKeyPolicyPlayReadyContentType
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Nothing special.</summary>
    Unspecified,

    /// <summary>UltraViolet, downloaded.</summary>
    UltraVioletDownload,

    /// <summary>UltraViolet, streamed.</summary>
    UltraVioletStreaming,
}
