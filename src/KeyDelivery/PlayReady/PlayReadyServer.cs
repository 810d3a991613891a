using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data;
using MediaPlatform.KeyDelivery.Licences;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>The operator's licence server: gets the client's message as it came, with key and rights beside it.</summary>
internal sealed partial class PlayReadyServer(
    LicenceServerClient client, IOptions<PlayReadyOptions> options, TimeProvider clock, ILogger<PlayReadyServer> logger)
{
    private const string SoapAction = "\"http://schemas.microsoft.com/DRM/2007/03/protocols/AcquireLicense\"";

    /// <summary>Whether the operator named a server.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.LicenseServerUrl);

    /// <summary>The server's reply; null when there is none.</summary>
    public async Task<LicenceServerReply?> AskAsync(
        byte[] challenge, GrantedLicences granted, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var isTestServer = settings.Parameters == PlayReadyParameters.TestServer;
        if (isTestServer && granted.Licences.Any(licence => TestServerGrammar.Drops(licence.Rights)))
        {
            Log.Dropped(logger);
        }

        var query = isTestServer ? "?cfg=" + TestServerGrammar.Write(granted, clock.GetUtcNow()).Replace("+", "%2B", StringComparison.Ordinal) : "";
        using var message = new HttpRequestMessage(HttpMethod.Post, settings.LicenseServerUrl + query);
        message.Content = new ByteArrayContent(challenge);
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");
        message.Headers.TryAddWithoutValidation("SOAPAction", SoapAction);
        if (!isTestServer)
        {
            message.Headers.TryAddWithoutValidation("X-PlayReady-Licenses", Convert.ToBase64String(Describe(granted)));
        }

        if (!string.IsNullOrEmpty(settings.Authorization))
        {
            message.Headers.TryAddWithoutValidation("Authorization", settings.Authorization);
        }

        return await client.SendAsync(message, settings.Timeout, cancellationToken);
    }

    private static byte[] Describe(GrantedLicences granted)
    {
        var list = new JsonArray();
        foreach (var licence in granted.Licences)
        {
            var json = JsonSerializer.SerializeToNode(licence.Rights, ContractJson.Options)!.AsObject();
            json["keyId"] = licence.KeyId;
            json["contentKey"] = Convert.ToBase64String(licence.Key);
            json["algorithm"] = licence.IsBlockChained ? "AESCBC" : "AESCTR";
            list.Add(json);
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["licenses"] = list, ["responseCustomData"] = granted.CustomData });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The parameters of the PlayReady test server have no words for some rights of the policy; the licence goes without them")]
        public static partial void Dropped(ILogger logger);
    }
}
