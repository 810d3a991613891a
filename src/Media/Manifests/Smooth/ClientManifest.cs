using System.Collections.Immutable;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Smooth;

/// <summary>A stored client manifest (<c>.ismc</c>): what is known of the streams beside their media.</summary>
/// <param name="Streams">In the order of the file; streams of other kinds are left out.</param>
public sealed record ClientManifest(ImmutableArray<ClientManifestStream> Streams);

/// <summary>One <c>StreamIndex</c>.</summary>
/// <param name="Name">Name in URLs; that of the type when the manifest gives none.</param>
/// <param name="Timescale">Ticks per second of the times in names and media of the stream.</param>
/// <param name="Language">As written; null when the manifest does not say.</param>
/// <param name="Bitrates">Bits per second of each quality level, in the order of the file.</param>
/// <param name="Times">Start of each fragment in ticks, rising; a gap is a step that is longer than the fragment.</param>
public sealed record ClientManifestStream(
    TrackKind Kind, string Name, uint Timescale, string? Language, ImmutableArray<long> Bitrates, ImmutableArray<long> Times);
