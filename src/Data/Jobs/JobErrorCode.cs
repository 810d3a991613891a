namespace MediaPlatform.Data.Jobs;

/// <summary>Error codes of a job.</summary>
public enum JobErrorCode
{
    /// <summary>The service failed; contact its operator.</summary>
    ServiceError,

    /// <summary>The service failed in a passing way.</summary>
    ServiceTransientError,

    /// <summary>The input cannot be reached: missing, or access refused.</summary>
    DownloadNotAccessible,

    /// <summary>The input could not be read in a passing way.</summary>
    DownloadTransientError,

    /// <summary>The output cannot be written: missing, or access refused.</summary>
    UploadNotAccessible,

    /// <summary>The output could not be written in a passing way.</summary>
    UploadTransientError,

    /// <summary>Input and preset do not fit together, or the preset asks for something that is not supported.</summary>
    ConfigurationUnsupported,

    /// <summary>The input is damaged.</summary>
    ContentMalformed,

    /// <summary>The input is not media, or of a kind that is refused.</summary>
    ContentUnsupported,

    /// <summary>The storage credentials do not work.</summary>
    IdentityUnsupported,
}
