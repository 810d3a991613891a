using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Reads the body of a streaming policy PUT.</summary>
internal static class StreamingPolicyBody
{
    public static void Apply(JsonObject json, StreamingPolicy policy, Mistakes mistakes)
    {
        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is not { } properties)
        {
            reader.Wrong("properties", "Properties can not be null.");
            return;
        }

        policy.DefaultContentKeyPolicyName = properties.Name("defaultContentKeyPolicyName");
        policy.NoEncryption = properties.Object("noEncryption") is { } clear ? new(EncryptionReader.Protocols(clear)) : null;
        policy.EnvelopeEncryption = properties.Object("envelopeEncryption") is { } envelope ? Envelope(envelope) : null;
        policy.CommonEncryptionCenc = properties.Object("commonEncryptionCenc") is { } cenc ? Cenc(cenc) : null;
        policy.CommonEncryptionCbcs = properties.Object("commonEncryptionCbcs") is { } cbcs ? Cbcs(cbcs) : null;
        if (policy is { NoEncryption: null, EnvelopeEncryption: null, CommonEncryptionCenc: null, CommonEncryptionCbcs: null })
        {
            properties.Wrong("noEncryption", "A streaming policy needs at least one of noEncryption, envelopeEncryption, commonEncryptionCenc and commonEncryptionCbcs.");
        }

        CheckLabels(policy, properties);
    }

    private static EnvelopeEncryption Envelope(BodyReader scheme) => new(
        EncryptionReader.Protocols(scheme),
        EncryptionReader.Tracks(scheme, "clearTracks"),
        EncryptionReader.Keys(scheme),
        EncryptionReader.Template(scheme, "customKeyAcquisitionUrlTemplate"));

    private static CommonEncryptionCenc Cenc(BodyReader scheme)
    {
        var drm = scheme.Object("drm");
        return new(
            EncryptionReader.Protocols(scheme),
            EncryptionReader.Tracks(scheme, "clearTracks"),
            EncryptionReader.Keys(scheme),
            drm is null ? null : new(PlayReady(drm), Widevine(drm)),
            ClearKey(scheme));
    }

    private static CommonEncryptionCbcs Cbcs(BodyReader scheme)
    {
        var drm = scheme.Object("drm");
        return new(
            EncryptionReader.Protocols(scheme),
            EncryptionReader.Tracks(scheme, "clearTracks"),
            EncryptionReader.Keys(scheme),
            drm is null ? null : new(FairPlay(drm), PlayReady(drm), Widevine(drm)),
            ClearKey(scheme));
    }

    private static StreamingPolicyPlayReadyConfiguration? PlayReady(BodyReader drm)
    {
        if (drm.Object("playReady") is not { } playReady)
        {
            return null;
        }

        var attributes = EncryptionReader.Template(playReady, "playReadyCustomAttributes");
        if (attributes is not null && !PlayReadyHeader.IsForCustomAttributes(attributes))
        {
            playReady.Wrong("playReadyCustomAttributes", $"The value of '{playReady.PathOf("playReadyCustomAttributes")}' must be text or elements of XML, since it becomes a part of the PlayReady header.");
        }

        return new(EncryptionReader.Template(playReady, "customLicenseAcquisitionUrlTemplate"), attributes);
    }

    private static StreamingPolicyWidevineConfiguration? Widevine(BodyReader drm) => drm.Object("widevine") is { } widevine
        ? new(EncryptionReader.Template(widevine, "customLicenseAcquisitionUrlTemplate"))
        : null;

    private static StreamingPolicyFairPlayConfiguration? FairPlay(BodyReader drm)
    {
        if (drm.Object("fairPlay") is not { } fairPlay)
        {
            return null;
        }

        if (!fairPlay.Has("allowPersistentLicense"))
        {
            fairPlay.Missing("allowPersistentLicense");
        }

        return new(EncryptionReader.Template(fairPlay, "customLicenseAcquisitionUrlTemplate"), fairPlay.Flag("allowPersistentLicense") ?? false);
    }

    private static ClearKeyEncryptionConfiguration? ClearKey(BodyReader scheme) => scheme.Object("clearKeyEncryptionConfiguration") is { } clearKey
        ? new(EncryptionReader.Template(clearKey, "customKeysAcquisitionUrlTemplate"))
        : null;

    // A locator names its keys by these labels, so one label is one key.
    private static void CheckLabels(StreamingPolicy policy, BodyReader properties)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var slot in KeySlot.Of(policy).Where(slot => slot.Label is not null))
        {
            if (!seen.Add(slot.Label!))
            {
                properties.Wrong(slot.SchemeMember, $"The content key label '{slot.Label}' occurs more than once.");
            }
        }
    }
}
