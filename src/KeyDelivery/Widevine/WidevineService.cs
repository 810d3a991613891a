using System.Net.Http.Headers;
using System.Text.Json;
using MediaPlatform.KeyDelivery.Licences;
using Microsoft.Extensions.Options;

namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>The licence service that signs Widevine licences, called as the operator's provider.</summary>
internal sealed class WidevineService(LicenceServerClient client, IOptions<WidevineOptions> options)
{
    /// <summary>Settings that are missing; licences can be had when there are none.</summary>
    public IReadOnlyList<string> MissingSettings => options.Value.MissingSettings();

    /// <summary>The provider's name; there is one when no settings are missing.</summary>
    public string Provider => options.Value.Provider!;

    /// <summary>The licence, or the status that the service gave instead.</summary>
    public async Task<(byte[]? Licence, string Status)> AskAsync(byte[] request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var signer = new WidevineSigner(Provider, Convert.FromHexString(settings.SigningKey!), Convert.FromHexString(settings.SigningIv!));
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{settings.ServiceUrl.TrimEnd('/')}/{Uri.EscapeDataString(Provider)}");
        message.Content = new ByteArrayContent(signer.Wrap(request));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var reply = await client.SendAsync(message, settings.Timeout, cancellationToken);
        return reply is null ? (null, "UNREACHABLE") : Read(reply);
    }

    private static (byte[]? Licence, string Status) Read(LicenceServerReply reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            var status = json.RootElement.GetProperty("status").GetString() ?? "";
            return status == "OK" ? (json.RootElement.GetProperty("license").GetBytesFromBase64(), status)
                : (null, status.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_') ? status : "UNKNOWN");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return (null, "NO_REPLY_OF_THE_SERVICE");
        }
    }
}
