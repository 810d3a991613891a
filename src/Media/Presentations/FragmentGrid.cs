namespace MediaPlatform.Media.Presentations;

/// <summary>How tracks are cut into fragments.</summary>
public sealed record FragmentGrid
{
    public static FragmentGrid Default { get; } = new();

    /// <summary>Whole GOPs or frames are gathered until a fragment lasts at least this long. AMS: 6 s.</summary>
    public TimeSpan Target { get; init; } = TimeSpan.FromSeconds(6);
}
