using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.Encoder;

/// <summary>Settings of the encoding worker.</summary>
public sealed class EncoderOptions
{
    public const string Section = "Encoder";

    /// <summary>Whether this process takes jobs.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Name or path of ffmpeg.</summary>
    [Required]
    public string FfmpegPath { get; set; } = "ffmpeg";

    /// <summary>Name or path of ffprobe.</summary>
    [Required]
    public string FfprobePath { get; set; } = "ffprobe";

    /// <summary>Folder for work in progress; a folder of this worker inside it is emptied at start. The system's temporary folder when empty.</summary>
    public string? WorkDirectory { get; set; }

    /// <summary>Jobs that this worker runs at a time.</summary>
    [Range(1, 64)]
    public int ConcurrentJobs { get; set; } = 1;

    /// <summary>How often the queue is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a job stays with a worker that gives no sign of life; a sign is given every second.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan ClaimLifetime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a job is begun before it fails because its workers were lost, and a step is tried whose error may pass.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>ffmpeg is stopped when it makes no progress for this long.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time that ffprobe may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Address space of one ffmpeg process in bytes; 0 for no limit.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryLimit { get; set; } = 16L << 30;

    /// <summary>Address space of one ffprobe process in bytes; 0 for no limit.</summary>
    [Range(0, long.MaxValue)]
    public long ProbeMemoryLimit { get; set; } = 2L << 30;

    /// <summary>Threads of each video encoder; 0 lets it choose.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Pixels of the largest picture that is decoded.</summary>
    [Range(1, int.MaxValue)]
    public int MaxPixels { get; set; } = 132_710_400;

    /// <summary>Part of the frames, 0 to 1, that may fail to decode before the input counts as malformed.</summary>
    [Range(0.0, 1.0)]
    public double MaxDamage { get; set; } = 0.1;

    /// <summary>x264 and x265 preset for complexity Speed.</summary>
    [RegularExpression("ultrafast|superfast|veryfast|faster|fast|medium|slow|slower|veryslow")]
    public string SpeedPreset { get; set; } = "veryfast";

    /// <summary>x264 and x265 preset for complexity Balanced, the default of all presets.</summary>
    [RegularExpression("ultrafast|superfast|veryfast|faster|fast|medium|slow|slower|veryslow")]
    public string BalancedPreset { get; set; } = "fast";

    /// <summary>x264 and x265 preset for complexity Quality.</summary>
    [RegularExpression("ultrafast|superfast|veryfast|faster|fast|medium|slow|slower|veryslow")]
    public string QualityPreset { get; set; } = "slow";

    /// <summary>Bytes of the largest input file.</summary>
    [Range(1, long.MaxValue)]
    public long MaxInputBytes { get; set; } = 260L << 30;

    /// <summary>Address ranges (CIDR) that job inputs by URL may reach although they are private, link-local or loopback.</summary>
    public IList<string> AllowedInputNetworks { get; set; } = [];

    /// <summary>Whether job inputs may be http:// URLs; https:// only when false.</summary>
    public bool AllowPlainHttpInputs { get; set; }

    /// <summary>Time without a byte after which a download fails.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DownloadIdleTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
