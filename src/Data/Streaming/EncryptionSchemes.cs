namespace MediaPlatform.Data.Streaming;

// The members of a streaming policy, in the contract's own names: the stored JSON is the JSON of the API.

public sealed record EnabledProtocols(bool Download = false, bool Dash = false, bool Hls = false, bool SmoothStreaming = false);

public sealed record NoEncryption(EnabledProtocols? EnabledProtocols = null);

/// <summary>AES-128 envelope encryption.</summary>
public sealed record EnvelopeEncryption(
    EnabledProtocols? EnabledProtocols = null,
    IReadOnlyList<TrackSelection>? ClearTracks = null,
    StreamingPolicyContentKeys? ContentKeys = null,
    string? CustomKeyAcquisitionUrlTemplate = null);

/// <summary>ISO/IEC 23001-7 scheme cenc.</summary>
public sealed record CommonEncryptionCenc(
    EnabledProtocols? EnabledProtocols = null,
    IReadOnlyList<TrackSelection>? ClearTracks = null,
    StreamingPolicyContentKeys? ContentKeys = null,
    CencDrmConfiguration? Drm = null,
    ClearKeyEncryptionConfiguration? ClearKeyEncryptionConfiguration = null);

/// <summary>ISO/IEC 23001-7 scheme cbcs.</summary>
public sealed record CommonEncryptionCbcs(
    EnabledProtocols? EnabledProtocols = null,
    IReadOnlyList<TrackSelection>? ClearTracks = null,
    StreamingPolicyContentKeys? ContentKeys = null,
    CbcsDrmConfiguration? Drm = null,
    ClearKeyEncryptionConfiguration? ClearKeyEncryptionConfiguration = null);

public sealed record CencDrmConfiguration(
    StreamingPolicyPlayReadyConfiguration? PlayReady = null,
    StreamingPolicyWidevineConfiguration? Widevine = null);

public sealed record CbcsDrmConfiguration(
    StreamingPolicyFairPlayConfiguration? FairPlay = null,
    StreamingPolicyPlayReadyConfiguration? PlayReady = null,
    StreamingPolicyWidevineConfiguration? Widevine = null);

public sealed record StreamingPolicyPlayReadyConfiguration(
    string? CustomLicenseAcquisitionUrlTemplate = null,
    string? PlayReadyCustomAttributes = null);

public sealed record StreamingPolicyWidevineConfiguration(string? CustomLicenseAcquisitionUrlTemplate = null);

public sealed record StreamingPolicyFairPlayConfiguration(
    string? CustomLicenseAcquisitionUrlTemplate = null,
    bool AllowPersistentLicense = false);

public sealed record ClearKeyEncryptionConfiguration(string? CustomKeysAcquisitionUrlTemplate = null);

public sealed record StreamingPolicyContentKeys(
    DefaultKey? DefaultKey = null,
    IReadOnlyList<StreamingPolicyContentKey>? KeyToTrackMappings = null);

public sealed record DefaultKey(string? Label = null, string? PolicyName = null);

public sealed record StreamingPolicyContentKey(
    string? Label = null,
    string? PolicyName = null,
    IReadOnlyList<TrackSelection>? Tracks = null);

public sealed record TrackSelection(IReadOnlyList<TrackPropertyCondition> TrackSelections);

/// <param name="Property">FourCC or Unknown.</param>
/// <param name="Operation">Equal or Unknown.</param>
public sealed record TrackPropertyCondition(string Property, string Operation, string? Value = null);
