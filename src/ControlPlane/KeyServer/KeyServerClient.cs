using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.Network;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.KeyServer;

/// <summary>Takes content keys from the operator's key server. Everything that goes wrong is told in words, without what either side sent.</summary>
internal sealed class KeyServerClient : IDisposable
{
    private const int MaxReplyBytes = 512 << 10;
    private const string VersionHeader = "X-Speke-Version";
    private const string Version = "2.0";

    private readonly KeyServerOptions _options;
    private readonly HttpClient _client;
    private readonly X509Certificate2? _certificate;

    public KeyServerClient(IOptions<KeyServerOptions> options)
    {
        _options = options.Value;
        _client = new HttpClient(PublicNetwork.CreateHandler(_options.AllowPrivateAddresses))
        {
            MaxResponseContentBufferSize = MaxReplyBytes,
            Timeout = _options.Timeout,
        };
        _certificate = string.IsNullOrEmpty(_options.CertificatePath)
            ? null
            : X509CertificateLoader.LoadPkcs12FromFile(_options.CertificatePath, _options.CertificatePassword);
    }

    /// <summary>Whether all locators take their keys from there.</summary>
    public bool IsForAll => _options.ForAllLocators;

    /// <summary>The keys that were asked for, all of them.</summary>
    /// <exception cref="ArmException">There is no key server, or it did not give them.</exception>
    public async Task<IReadOnlyDictionary<Guid, FetchedKey>> FetchAsync(KeyServerRequest keys, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_options.Url))
        {
            throw ArmErrors.BadRequest(
                "Content keys cannot be taken from a key server, since none is configured: KeyServer:Url, KeyServer:UserName, KeyServer:Password.",
                "properties.contentKeySource");
        }

        var body = await AskAsync(keys.ToDocument(_certificate?.RawData), cancellationToken);
        using var reader = KeyServerReply.Read(body, _certificate);
        return keys.Keys.ToDictionary(key => key.Id, key => reader.KeyOf(key));
    }

    public void Dispose()
    {
        _client.Dispose();
        _certificate?.Dispose();
    }

    private async Task<byte[]> AskAsync(XDocument document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url)
        {
            Content = new StringContent("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + document.Root!.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "application/xml"),
        };
        request.Headers.Add(VersionHeader, Version);
        if (!string.IsNullOrEmpty(_options.UserName))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.UserName}:{_options.Password}")));
        }

        try
        {
            using var reply = await _client.SendAsync(request, cancellationToken);
            return reply.IsSuccessStatusCode
                ? await reply.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw ArmErrors.KeyServer(Refusal((int)reply.StatusCode));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ArmErrors.KeyServer($"The key server gave no reply: {Cause(exception)}.");
        }
    }

    private static string Refusal(int status) => status switch
    {
        401 or 403 => $"The key server does not know us (status {status}): look at KeyServer:UserName and KeyServer:Password.",
        404 => "The key server has no such key (status 404).",
        422 => "The key server does not serve a protection system that the streaming policy announces (status 422).",
        >= 300 and < 400 => $"The key server answered with a redirect (status {status}), which is not followed: KeyServer:Url must be its own address.",
        _ => $"The key server refused the request (status {status}).",
    };

    private static string Cause(Exception exception) => exception switch
    {
        OperationCanceledException => "it took too long",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is not known",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "its certificate is not trusted, or TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "it said too much",
        HttpRequestException { InnerException: PrivateAddressException } or PrivateAddressException =>
            "it has no public address, which KeyServer:AllowPrivateAddresses would allow",
        _ => "it cannot be reached",
    };
}
