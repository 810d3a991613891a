using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Presets;

/// <summary>The input of an output: files with what is in them, the part that is wanted, and the tracks that are used.</summary>
internal sealed record SourceMedia
{
    public required IReadOnlyList<SourceFile> Files { get; init; }

    public SourceVideo? Video { get; init; }

    /// <summary>Each is one mono, stereo or multi-channel sound; several mono tracks may be joined in one.</summary>
    public IReadOnlyList<SourceSound> Sounds { get; init; } = [];

    /// <summary>The video tracks that the job names; null when it names none.</summary>
    public IReadOnlyList<(int File, ProbedVideo Track)>? ChosenPictures { get; init; }

    /// <summary>The sounds that the job names; null when it names none.</summary>
    public IReadOnlyList<SourceSound>? ChosenSounds { get; init; }

    /// <summary>Name of the file that names the outputs: the first, or the one whose tracks the job names.</summary>
    public string Name => Files[ChosenPictures is not null ? Video!.File : Video is null && ChosenSounds is { } sounds ? sounds[0].File : 0].Name;

    /// <summary>Seconds from the start of the file; 0 for all of it.</summary>
    public double Start { get; init; }

    /// <summary>Seconds from the start of the file; null for up to its end.</summary>
    public double? End { get; init; }

    /// <summary>Seconds of output.</summary>
    public required double Duration { get; init; }

    /// <summary>Seconds for which the last picture stands still because the sound goes on.</summary>
    public double Hold { get; init; }

    /// <summary>Seconds by which the picture may end before its header says; the last picture fills them.</summary>
    public double Tolerance => Math.Max(0.5, 0.02 * Duration);
}

/// <summary>One input file on local disk.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name in the asset or URL.</param>
internal sealed record SourceFile(string Path, string Name, MediaProbe Probe);

/// <summary>The video track that is encoded.</summary>
/// <param name="File">Index of its file.</param>
/// <param name="FrameRate">Constant rate chosen for it.</param>
internal sealed record SourceVideo(int File, ProbedVideo Track, Rational FrameRate);

/// <summary>A sound made of one track, or of several mono tracks in the order of the layout.</summary>
/// <param name="File">Index of the file.</param>
/// <param name="Layout">Layout of the joined tracks; null for a single track.</param>
internal sealed record SourceSound(int File, IReadOnlyList<ProbedAudio> Tracks, string? Layout)
{
    public string Language => Tracks[0].Language;

    public int Channels => Layout is null ? Tracks[0].Channels : Tracks.Count;
}
