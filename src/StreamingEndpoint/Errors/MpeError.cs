namespace MediaPlatform.StreamingEndpoint.Errors;

/// <summary>One error of the streaming endpoint, as players and CDNs see it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Name with the MPE_ prefix.</param>
/// <param name="HResult">The number AMS documents beside the name.</param>
/// <param name="Message">One sentence for the person who reads the reply.</param>
internal sealed record MpeError(int Status, string Code, uint HResult, string Message)
{
    /// <summary>The same error with a sentence about this request.</summary>
    public MpeError Because(string message) => this with { Message = message };
}

/// <summary>Ends a request with the given error; thrown while a reply has not begun.</summary>
internal sealed class OriginException(MpeError error) : Exception(error.Code)
{
    public MpeError Error { get; } = error;
}
