using MediaPlatform.Media.Encryption;

namespace MediaPlatform.Media.Manifests;

/// <summary>What a manifest says of the encryption of a track.</summary>
/// <param name="KeyId">Names the key (KID).</param>
public sealed record TrackSignal(Guid KeyId)
{
    /// <summary>How samples are encrypted; null when whole segments are.</summary>
    public ProtectionScheme? Scheme { get; init; }

    /// <summary>The 16-byte IV of every segment, when whole segments are encrypted.</summary>
    public ReadOnlyMemory<byte> Iv { get; init; }

    /// <summary>Where players get the plain key, when whole segments are encrypted.</summary>
    public string? KeyUrl { get; init; }

    /// <summary>Protection systems that hand out the key, when samples are encrypted.</summary>
    public IReadOnlyList<SystemSignal> Systems { get; init; } = [];

    /// <summary>The same with a query parameter at every address, for players that cannot add one to their own requests.</summary>
    /// <param name="parameter">Name and value, escaped, for example <c>token=abc</c>.</param>
    public TrackSignal WithParameter(string parameter) => this with
    {
        KeyUrl = Append(KeyUrl, parameter),
        Systems = [.. Systems.Select(system => system with { LicenseUrl = Append(system.LicenseUrl, parameter), KeyUrl = Append(system.KeyUrl, parameter) })],
    };

    private static string? Append(string? url, string parameter) =>
        url is null ? null : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}";
}
