namespace MediaPlatform.BlobEndpoint.Errors;

/// <summary>A request that is answered with an error of the Blob service.</summary>
internal sealed class BlobRequestException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>AuthenticationErrorDetail, for refused signatures.</summary>
    public string? Detail { get; init; }
}
