using System.Collections.Immutable;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>A sparse track of messages, which live encoders send beside pictures and sound: subtype DATA of Smooth Streaming, an event stream of DASH.</summary>
/// <param name="Name">Name in URLs.</param>
/// <param name="Scheme">URN or URL that says in what form the messages are; empty when nobody said.</param>
/// <param name="Parent">Name of the track that it goes with; empty when nobody said.</param>
/// <param name="Events">By rising time; no two begin at the same.</param>
public sealed record EventTrack(string Name, string Scheme, string Parent, ImmutableArray<TimedEvent> Events)
{
    /// <summary>Messages are sections of SCTE 35 as they stand in transport streams, SCTE 214-3 7.3.2.</summary>
    public const string SpliceScheme = "urn:scte:scte35:2013:bin";

    /// <summary>The same in what AMS asked of encoders until 2019, after SCTE 67.</summary>
    public const string OldSpliceScheme = "urn:scte:scte35:2013a:bin";

    /// <summary>Subtype of such tracks in manifests of Smooth Streaming, [MS-SSTR] 2.2.2.3.</summary>
    public const string Subtype = "DATA";

    /// <summary>The bitrate that names their only level in URLs, bits per second: none.</summary>
    public const long Bitrate = 0;

    /// <summary>Whether the messages are splices of SCTE 35.</summary>
    public bool IsSplices =>
        Scheme.Equals(SpliceScheme, StringComparison.OrdinalIgnoreCase) || Scheme.Equals(OldSpliceScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The events of which any is within a timeline. Breaks last until the programme comes back, if that was sent.</summary>
    public IEnumerable<TimedEvent> Within(PresentationTimeline timeline)
    {
        var overs = IsSplices ? SpliceRange.Of(Events).Where(range => range.Back is not null).ToDictionary(range => range.Event.Start, range => range.Back!.Start) : [];
        return Events.Where(one => one.IsWithin(timeline, overs.TryGetValue(one.Start, out var over) ? over : null));
    }
}
