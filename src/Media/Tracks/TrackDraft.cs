using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>A track while its file is being read.</summary>
internal sealed class TrackDraft
{
    public uint TrackId { get; set; }

    public TrackKind Kind { get; set; }

    public uint Timescale { get; set; }

    public string Language { get; set; } = "und";

    public string Title { get; set; } = "";

    /// <summary>The sample entries of the file.</summary>
    public required SampleDescriptions Descriptions { get; init; }

    /// <summary>Number of the sample entry that fragments use unless they name another, ISO/IEC 14496-12 8.8.3.</summary>
    public uint DefaultDescription { get; set; } = 1;

    public TrackTraits Traits { get; set; }

    public EditList? Edits { get; set; }

    public required SampleTable Samples { get; init; }

    /// <summary>Defaults of trex, ISO/IEC 14496-12 8.8.3; null when the movie declares none.</summary>
    public SampleDefaults Defaults { get; set; }

    /// <summary>Number of the segment that the last fragment of the track was in.</summary>
    public int LastSegment { get; set; }

    /// <summary>File positions of the moof boxes that hold the stored fragments, parallel to the fragments of the table.</summary>
    public List<long> MovieFragmentOffsets { get; } = [];
}
