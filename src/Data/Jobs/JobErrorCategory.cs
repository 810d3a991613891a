namespace MediaPlatform.Data.Jobs;

/// <summary>Part of the work that failed.</summary>
public enum JobErrorCategory
{
    /// <summary>The service itself.</summary>
    Service,

    /// <summary>Reading the input.</summary>
    Download,

    /// <summary>Writing the output.</summary>
    Upload,

    /// <summary>The preset against the input.</summary>
    Configuration,

    /// <summary>The input.</summary>
    Content,

    /// <summary>The credentials of the account.</summary>
    Account,
}
