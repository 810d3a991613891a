namespace MediaPlatform.StreamingEndpoint.Sharing;

/// <summary>Requests of equal keys get equal bytes.</summary>
/// <param name="Source">The open version of the file that the media comes from.</param>
/// <param name="Path">URL path.</param>
/// <param name="Identity">Of the segment.</param>
internal readonly record struct RunKey(object Source, string Path, string Identity);
