namespace MediaPlatform.Data.Transforms;

/// <summary>Relative importance of jobs, or of outputs inside one job.</summary>
public enum Priority
{
    /// <summary>After all others.</summary>
    Low,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>Before all others.</summary>
    High,
}
