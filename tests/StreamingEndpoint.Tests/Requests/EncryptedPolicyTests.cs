using System.Net;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>A locator whose policy encrypts never gives clear media.</summary>
public sealed class EncryptedPolicyTests
{
    [TestCase("Predefined_ClearKey", "cbc")]
    [TestCase("Predefined_MultiDrmCencStreaming", "cenc")]
    [TestCase("Predefined_MultiDrmStreaming", "cbcs-aapl")]
    public async Task Clear_media_is_not_handed_out(string policy, string encryption)
    {
        var server = SharedOrigin.Server;
        var presentation = $"/{await server.PublishAsync(Assets.Smooth, policy)}/BigBuckBunny.ism";
        string[] parameters = ["", $",encryption={encryption}"];
        foreach (var parameter in parameters)
        {
            string[] resources =
            [
                $"manifest(format=m3u8-cmaf{parameter})", $"manifest(format=mpd-time-cmaf{parameter})",
                $"QualityLevels(2862836)/Fragments(video=0,format=mpd-time-cmaf{parameter})", $"QualityLevels(2862836)/Fragments(video=0,format=m3u8-aapl{parameter})",
            ];
            foreach (var resource in resources)
            {
                using var reply = await server.Client.GetAsync($"{presentation}/{resource}");
                Assert.That(reply.StatusCode, Is.Not.EqualTo(HttpStatusCode.OK), resource);
                Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Does.StartWith("MPE_"), resource);
            }
        }
    }
}
