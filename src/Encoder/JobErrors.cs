using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder;

/// <summary>Every error that a job can end with, in one place.</summary>
internal static class JobErrors
{
    public static JobFailedException Unsupported(string message, string? cause = null) => Of(JobErrorCode.ConfigurationUnsupported, message, cause);

    public static JobFailedException Malformed(string message, string? cause = null) => Of(JobErrorCode.ContentMalformed, message, cause);

    public static JobFailedException ContentUnsupported(string message, string? cause = null) => Of(JobErrorCode.ContentUnsupported, message, cause);

    public static JobFailedException InputMissing(string message, string? cause = null) => Of(JobErrorCode.DownloadNotAccessible, message, cause);

    public static JobFailedException DownloadBroke(string message, string? cause = null) => Of(JobErrorCode.DownloadTransientError, message, cause);

    public static JobFailedException OutputMissing(string message, string? cause = null) => Of(JobErrorCode.UploadNotAccessible, message, cause);

    public static JobFailedException UploadBroke(string message, string? cause = null) => Of(JobErrorCode.UploadTransientError, message, cause);

    public static JobFailedException Transient(string message, string? cause = null) => Of(JobErrorCode.ServiceTransientError, message, cause);

    public static JobFailedException Service(string message, string? cause = null) => Of(JobErrorCode.ServiceError, message, cause);

    public static JobFailedException Of(JobErrorCode code, string message, string? cause) => new(new JobError
    {
        Code = code,
        Message = message,
        Details = string.IsNullOrWhiteSpace(cause) ? [] : [new JobErrorDetail { Code = code.ToString(), Message = cause }],
    });
}
