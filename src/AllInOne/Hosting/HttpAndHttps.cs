using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>
/// One port that answers http and https alike. The official Azure clients send tokens over https only, while players,
/// curl and ffmpeg are easier to point at plain http; one host name with one port then serves both.
/// </summary>
internal static class HttpAndHttps
{
    // A TLS record of content type "handshake" opens every TLS connection (RFC 8446 5.1); no HTTP method starts with it.
    private const byte TlsHandshake = 0x16;

    /// <summary>Looks at the first byte of each connection: a TLS handshake goes through TLS, anything else is read as HTTP.</summary>
    /// <param name="listen">The Kestrel endpoint to change.</param>
    /// <param name="certificate">The certificate, with its private key, that TLS clients are shown.</param>
    public static void UseHttpAndHttps(this ListenOptions listen, X509Certificate2 certificate)
    {
        ConnectionDelegate? http = null;
        listen.Use(https => async connection =>
        {
            if (await StartsWithTlsAsync(connection, listen.KestrelServerOptions.Limits.KeepAliveTimeout) is { } isTls)
            {
                await (isTls ? https(connection) : http!(connection));
            }
        });
        listen.UseHttps(certificate);

        // Connection middleware is composed from the last to the first: this one is handed the HTTP layer itself.
        listen.Use(next => http = next);
    }

    /// <returns>Null when the client left, or said nothing for as long as it may between two requests.</returns>
    private static async ValueTask<bool?> StartsWithTlsAsync(ConnectionContext connection, TimeSpan patience)
    {
        // The limits of the HTTP server begin behind the first byte. A read ends with the connection by itself.
        using var limit = new CancellationTokenSource();
        limit.CancelAfter(patience);
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(limit.Token);
            bool? isTls = read.Buffer.IsEmpty ? null : read.Buffer.FirstSpan[0] == TlsHandshake;
            input.AdvanceTo(read.Buffer.Start);
            return isTls;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
