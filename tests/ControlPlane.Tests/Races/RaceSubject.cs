using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Races;

/// <summary>A kind of resource that writers fight over.</summary>
/// <param name="Path">Where one lives in its account; null for the account itself.</param>
/// <param name="Version">api-version of the calls.</param>
/// <param name="Body">A body, told apart by a text of the caller's.</param>
/// <param name="Told">Where that text comes back; null when it does not.</param>
/// <param name="Id">The member that identifies one incarnation; null when there is none.</param>
/// <param name="CanPatch">Whether the contract has a PATCH.</param>
internal sealed record RaceSubject(
    string Name, string? Path, string Version, Func<string, string> Body, string? Told, string? Id, bool CanPatch, Func<ExampleWorld, Task>? Arrange = null)
{
    private const string Storage =
        $"/subscriptions/{ControlPlaneApp.Subscription}/resourceGroups/{ControlPlaneApp.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/contosostorage";

    private const string Filter = """{"properties":{"firstQuality":{"bitrate":128000},"tracks":[{"trackSelections":[{"property":"Language","operation":"Equal","value":"TEXT"}]}]}}""";

    public static readonly RaceSubject[] All =
    [
        new("Mediaservices", null, "2021-06-01", With($$$"""{"location":"westeurope","tags":{"a":"TEXT"},"properties":{"storageAccounts":[{"id":"{{{Storage}}}","type":"Primary"}]}}"""), "tags.a", "properties.mediaServiceId", true),
        new("PrivateEndpointConnections", "privateEndpointConnections/race", "2021-11-01", With("""{"properties":{"privateLinkServiceConnectionState":{"status":"Approved","description":"TEXT"}}}"""), "properties.privateLinkServiceConnectionState.description", null, false),
        new("Assets", "assets/race", "2022-08-01", With("""{"properties":{"description":"TEXT"}}"""), "properties.description", "properties.assetId", true),
        new("AssetFilters", "assets/filtered/assetFilters/race", "2022-08-01", With(Filter), "properties.tracks.0.trackSelections.0.value", null, true, world => world.AssetAsync("filtered")),
        new("Tracks", "assets/tracked/tracks/race", "2022-08-01", With("""{"properties":{"track":{"@odata.type":"#Microsoft.Media.TextTrack","fileName":"text3.ttml","languageCode":"en","displayName":"TEXT"}}}"""), "properties.track.displayName", null, true, TracksAsync),
        new("AccountFilters", "accountFilters/race", "2022-08-01", With(Filter), "properties.tracks.0.trackSelections.0.value", null, true),
        new("ContentKeyPolicies", "contentKeyPolicies/race", "2022-08-01", With("""{"properties":{"description":"TEXT","options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}"""), "properties.description", "properties.policyId", true),
        new("StreamingPolicies", "streamingPolicies/race", "2022-08-01", With("""{"properties":{"defaultContentKeyPolicyName":"TEXT","noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}"""), "properties.defaultContentKeyPolicyName", null, false),
        new("StreamingLocators", "streamingLocators/race", "2022-08-01", With("""{"properties":{"assetName":"published","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"keys","alternativeMediaId":"TEXT"}}"""), "properties.alternativeMediaId", "properties.streamingLocatorId", false, PublishedAsync),
        new("Transforms", "transforms/race", "2022-07-01", With("""{"properties":{"description":"TEXT","outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AdaptiveStreaming"}}]}}"""), "properties.description", null, true),
        new("Jobs", "transforms/worked/jobs/race", "2022-07-01", With("""{"properties":{"description":"TEXT","input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}"""), "properties.description", null, true, JobAsync),
        new("StreamingEndpoints", "streamingEndpoints/race", "2022-08-01", With("""{"location":"West US","tags":{"a":"TEXT"},"properties":{"scaleUnits":0,"cdnEnabled":false}}"""), "tags.a", null, true),
    ];

    /// <summary>The resource's address in a world's account.</summary>
    public string In(ExampleWorld world) => Path is null ? world.Path + "race" : $"{world.Path}/{Path}";

    public static JsonNode? Find(JsonNode? json, string path)
    {
        foreach (var part in path.Split('.'))
        {
            json = json is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : json?[part];
        }

        return json;
    }

    public override string ToString() => Name;

    private static Func<string, string> With(string body) => text => body.Replace("TEXT", text, StringComparison.Ordinal);

    private static async Task TracksAsync(ExampleWorld world)
    {
        await world.AssetAsync("tracked");
        await world.TracksAsync("tracked");
    }

    private static async Task PublishedAsync(ExampleWorld world)
    {
        await world.AssetAsync("published");
        await world.KeyPolicyAsync("keys");
    }

    private static async Task JobAsync(ExampleWorld world)
    {
        await world.AssetAsync("in");
        await world.AssetAsync("out");
        await world.PutAsync("transforms/worked", JsonNode.Parse(TrapFixture.Transform)!, "2022-07-01");
    }
}
