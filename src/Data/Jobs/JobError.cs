namespace MediaPlatform.Data.Jobs;

/// <summary>Why an output, and with it perhaps its job, failed.</summary>
public sealed record JobError
{
    /// <summary>The error code.</summary>
    public required JobErrorCode Code { get; init; }

    /// <summary>What went wrong, in words for the owner of the job.</summary>
    public required string Message { get; init; }

    /// <summary>Part of the work that failed; follows from the code.</summary>
    public JobErrorCategory Category => CategoryOf(Code);

    /// <summary>Whether the same job may succeed later; follows from the code.</summary>
    public JobRetry Retry => Code is JobErrorCode.ServiceTransientError or JobErrorCode.DownloadTransientError or JobErrorCode.UploadTransientError
        ? JobRetry.MayRetry
        : JobRetry.DoNotRetry;

    /// <summary>Causes, such as the last words of the encoder.</summary>
    public IReadOnlyList<JobErrorDetail> Details { get; init; } = [];

    private static JobErrorCategory CategoryOf(JobErrorCode code) => code switch
    {
        JobErrorCode.ServiceError or JobErrorCode.ServiceTransientError => JobErrorCategory.Service,
        JobErrorCode.DownloadNotAccessible or JobErrorCode.DownloadTransientError => JobErrorCategory.Download,
        JobErrorCode.UploadNotAccessible or JobErrorCode.UploadTransientError => JobErrorCategory.Upload,
        JobErrorCode.ConfigurationUnsupported => JobErrorCategory.Configuration,
        JobErrorCode.ContentMalformed or JobErrorCode.ContentUnsupported => JobErrorCategory.Content,
        JobErrorCode.IdentityUnsupported => JobErrorCategory.Account,
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
