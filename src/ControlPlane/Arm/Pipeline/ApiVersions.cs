namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>
/// The api-versions that an area answers (control-plane.md section 1), newest first: the generic .NET client takes the first one that the
/// provider lists.
/// </summary>
internal sealed record ApiVersions(IReadOnlyList<string> Supported)
{
    // Recorded traffic shows these before the first stable version; they are read as 2018-07-01.
    private static readonly string[] s_previews = ["2018-06-01-preview", "2018-03-30-preview"];

    /// <summary>Account, private link, locations.</summary>
    public static readonly ApiVersions Account = new(["2023-01-01", "2021-11-01", "2021-06-01", "2021-05-01", "2020-05-01", "2018-07-01"]);

    /// <summary>Assets, filters, tracks, key policies, streaming policies, locators.</summary>
    public static readonly ApiVersions Metadata = new(["2023-01-01", "2022-08-01", "2021-11-01", "2021-06-01", "2020-05-01", "2018-07-01"]);

    /// <summary>Transforms, jobs.</summary>
    public static readonly ApiVersions Encoding = new(["2022-07-01", "2022-05-01-preview", "2021-11-01", "2021-06-01", "2020-05-01", "2018-07-01"]);

    /// <summary>Live events, live outputs, streaming endpoints.</summary>
    public static readonly ApiVersions Streaming = new(["2022-11-01", "2022-08-01", "2021-11-01", "2021-06-01", "2020-05-01", "2018-07-01"]);

    /// <summary>Event subscriptions: the versions of Microsoft.EventGrid whose shape they have.</summary>
    public static readonly ApiVersions Events = new(
    [
        "2025-02-15", "2024-12-15-preview", "2024-06-01-preview", "2023-12-15-preview", "2023-06-01-preview", "2022-06-15", "2021-12-01", "2021-10-15-preview",
        "2021-06-01-preview", "2020-10-15-preview", "2020-06-01", "2020-04-01-preview", "2020-01-01-preview", "2019-06-01", "2019-02-01-preview", "2019-01-01",
    ]);

    /// <summary>Subscriptions, resource groups, providers: clients send many versions and none is refused.</summary>
    public static readonly ApiVersions Any = new([]);

    public bool Accepts(string version) => Supported.Count == 0
        || Supported.Contains(version, StringComparer.OrdinalIgnoreCase) || s_previews.Contains(version, StringComparer.OrdinalIgnoreCase);

    /// <summary>The version as a stable one: previews before the first stable version count as it.</summary>
    public static string Normalize(string version) =>
        s_previews.Contains(version, StringComparer.OrdinalIgnoreCase) ? "2018-07-01" : version.ToLowerInvariant();

    /// <summary>Whether a version is at least as new as another; dates in ISO form compare as text.</summary>
    public static bool IsAtLeast(string version, string other) => string.CompareOrdinal(version, other) >= 0;
}
