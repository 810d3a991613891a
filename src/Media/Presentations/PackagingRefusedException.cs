namespace MediaPlatform.Media.Presentations;

/// <summary>The media is valid but cannot be offered in the form asked for.</summary>
public sealed class PackagingRefusedException(PackagingRefusal reason, string message) : Exception(message)
{
    public PackagingRefusal Reason { get; } = reason;
}
