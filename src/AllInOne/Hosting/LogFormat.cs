namespace MediaPlatform.AllInOne.Hosting;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines.</summary>
    Json,
}
