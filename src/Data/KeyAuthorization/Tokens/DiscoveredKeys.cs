using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>
/// Keys of OpenID providers, from their discovery documents (OpenID Connect Discovery 4, RFC 7517). A provider that cannot be
/// reached keeps the keys that were read last.
/// </summary>
internal sealed partial class DiscoveredKeys(
    DiscoveryClient client, IOptions<KeyDeliveryOptions> options, TimeProvider clock, ILogger<DiscoveredKeys> logger) : IDisposable
{
    // Tokens with made-up key ids must not make us call the provider for each of them.
    private static readonly TimeSpan s_refreshPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Provider> _providers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(4);

    /// <summary>The provider's keys that may have signed a token.</summary>
    /// <param name="document">Address of the discovery document.</param>
    /// <param name="keyId">The token's <c>kid</c>, if it has one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<IEnumerable<VerificationKey>> FindAsync(string document, string? keyId, CancellationToken cancellationToken)
    {
        var provider = _providers.GetOrAdd(document, static _ => new Provider());
        if (IsDue(provider, keyId))
        {
            await _reading.WaitAsync(cancellationToken);
            try
            {
                if (IsDue(provider, keyId))
                {
                    await ReadAsync(document, provider, cancellationToken);
                }
            }
            finally
            {
                _reading.Release();
            }
        }

        return provider.Keys.Where(key => keyId is null || key.KeyId is null || key.KeyId == keyId);
    }

    public void Dispose() => _reading.Dispose();

    private bool IsDue(Provider provider, string? keyId)
    {
        var age = clock.GetUtcNow() - provider.Tried;
        var isKnown = keyId is null ? provider.Keys.Count > 0 : provider.Keys.Any(key => key.KeyId == keyId);
        return age >= (isKnown ? options.Value.DiscoveryLifetime : s_refreshPause);
    }

    private async Task ReadAsync(string document, Provider provider, CancellationToken cancellationToken)
    {
        provider.Tried = clock.GetUtcNow();
        try
        {
            using var discovery = await client.ReadAsync(new Uri(document), cancellationToken);
            var address = discovery.RootElement.GetProperty("jwks_uri").GetString() ?? "";
            using var keys = await client.ReadAsync(new Uri(address), cancellationToken);
            provider.Keys = [.. keys.RootElement.GetProperty("keys").EnumerateArray().Select(Read).OfType<VerificationKey>()];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.Unreachable(logger, exception.GetType().Name);
        }
    }

    private static VerificationKey? Read(JsonElement key)
    {
        if (Text(key, "kty") != "RSA" || Text(key, "use") is not (null or "sig"))
        {
            return null;
        }

        if (Text(key, "n") is { } modulus && Text(key, "e") is { } exponent)
        {
            return new VerificationKey(
                null,
                new RSAParameters { Modulus = Base64Url.DecodeFromChars(modulus), Exponent = Base64Url.DecodeFromChars(exponent) },
                Text(key, "kid"));
        }

        return key.TryGetProperty("x5c", out var chain) && chain.GetArrayLength() > 0
            ? VerificationKey.FromCertificate(chain[0].GetBytesFromBase64(), Text(key, "kid"))
            : null;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class Provider
    {
        public DateTimeOffset Tried { get; set; } = DateTimeOffset.MinValue;

        public IReadOnlyList<VerificationKey> Keys { get; set; } = [];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Keys of an OpenID provider could not be read: {Reason}")]
        public static partial void Unreachable(ILogger logger, string reason);
    }
}
