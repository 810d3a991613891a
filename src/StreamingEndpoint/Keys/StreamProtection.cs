using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;
using TrackSelection = MediaPlatform.Data.Streaming.TrackSelection;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>What one encryption of a locator does to each track; immutable.</summary>
/// <param name="tag">The encryption.</param>
/// <param name="clear">Tracks that stay clear.</param>
/// <param name="mapped">Keys of certain tracks; null as with the rest.</param>
/// <param name="rest">The key of all other tracks; null when the locator has none, so that they cannot be served.</param>
internal sealed class StreamProtection(
    EncryptionTag tag, IReadOnlyList<TrackSelection> clear, IReadOnlyList<(IReadOnlyList<TrackSelection> Tracks, TrackKey? Key)> mapped, TrackKey? rest)
{
    public EncryptionTag Tag => tag;

    /// <summary>Whether all tracks are under the same key.</summary>
    public bool IsUniform => clear.Count == 0 && mapped.Count == 0;

    /// <summary>Refuses a manifest whose tracks could not be served.</summary>
    /// <exception cref="OriginException">A track must be encrypted, and there is no key for it or players cannot be told of it.</exception>
    public void RequireKeys(Presentation presentation, StreamingFormat format)
    {
        var keys = presentation.Sets.SelectMany(set => set.Renditions).Select(rendition => Of(rendition, format)).ToList();
        if (keys.OfType<TrackKey>().Any(key => key.Signal.Scheme is not null && !key.Signal.Systems.Any(system => ProtectionMatrix.Announces(format, system))))
        {
            throw Refused("The streaming policy names no protection system that the format can announce.");
        }

        // A Smooth manifest has one place for a key. Players leave samples alone that are not described as encrypted, but no whole fragments.
        if (format.Protocol() == StreamingProtocol.Smooth && keys.Where(key => key is not null || tag == EncryptionTag.Cbc).Distinct().Count() > 1)
        {
            throw Refused("Smooth Streaming cannot name different keys for the tracks of a presentation.");
        }
    }

    /// <summary>The key of a rendition, or null when it stays clear.</summary>
    /// <exception cref="OriginException">It must be encrypted, and there is no key or no rule for its codec.</exception>
    public TrackKey? Of(Rendition rendition, StreamingFormat format)
    {
        var isWhole = tag == EncryptionTag.Cbc;
        // Sample encryption has no rules for text (ISO/IEC 23001-7 covers sound and pictures).
        if (Selects(clear, rendition) || (!isWhole && rendition.Format.Kind is not (TrackKind.Video or TrackKind.Audio)))
        {
            return null;
        }

        if (!ProtectionMatrix.CanEncrypt(tag, format, rendition.Format))
        {
            throw Refused("There are no rules to encrypt samples of the codec.");
        }

        foreach (var (tracks, key) in mapped)
        {
            if (Selects(tracks, rendition))
            {
                return Required(key);
            }
        }

        return Required(rest);
    }

    private static TrackKey Required(TrackKey? key) => key ?? throw Refused("The locator has no content key for the track.");

    private static OriginException Refused(string reason) => new(MpeErrors.OutputProtectionFormatNotSupported.Because(reason));

    private static bool Selects(IReadOnlyList<TrackSelection> selections, Rendition rendition)
    {
        foreach (var selection in selections)
        {
            if (selection.TrackSelections is { Count: > 0 } conditions && conditions.All(condition => Holds(condition, rendition)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(TrackPropertyCondition condition, Rendition rendition) =>
        condition is { Property: "FourCC", Operation: "Equal" }
        && string.Equals(condition.Value, rendition.Format.SampleEntryType.ToString(), StringComparison.OrdinalIgnoreCase);
}
