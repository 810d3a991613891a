using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.KeyDelivery.Tests.PlayReady;

namespace MediaPlatform.KeyDelivery.Tests.Licences;

/// <summary>A key server with every DRM configured, whose licence servers refuse all: what passes our parsers is theirs to judge.</summary>
internal static class RefusingServers
{
    public static async Task<(KeyServer Keys, LicenceServerStandIn Licences)> StartAsync()
    {
        var service = await LicenceServerStandIn.StartAsync(request => request.Path.EndsWith("widevine_test", StringComparison.Ordinal)
            ? (200, "application/json", """{"status":"INVALID_LICENSE_CHALLENGE"}""") : (400, "text/xml", "<fault/>"));
        var server = await KeyServer.StartAsync(
            new("Widevine:ServiceUrl", service.Address),
            new("Widevine:Provider", "widevine_test"),
            new("Widevine:SigningKey", new string('1', 64)),
            new("Widevine:SigningIv", new string('1', 32)),
            new("PlayReady:LicenseServerUrl", service.Address),
            new("FairPlay:KeyDerivationAssembly", typeof(StandInKeyDerivation).Assembly.Location));
        return (server, service);
    }
}
