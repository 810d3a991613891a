using System.Text;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>What a URL names: an account, a container of it, a blob of that.</summary>
/// <param name="RawPath">The path as sent, which Shared Key signs.</param>
internal sealed record BlobAddress(string Account, string? Container, string? Blob, string RawPath)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The resource that a SAS signs.</summary>
    public string CanonicalOf(bool blob, bool withService) =>
        (withService ? "/blob/" : "/") + Account + "/" + Container + (blob ? "/" + Blob : "");

    /// <summary>
    /// Host style (account.blob.domain/container/blob) or path style (host/account/container/blob). The path is decoded here, once,
    /// from what the client sent: the server's own decoding would resolve dot segments before the name is checked.
    /// </summary>
    public static BlobAddress Of(HttpRequest request)
    {
        var rawPath = RawPathOf(request);
        var labels = request.Host.Host.Split('.');
        var segments = rawPath.TrimStart('/');
        if (labels.Length > 2 && labels[1].Equals("blob", StringComparison.OrdinalIgnoreCase) && BlobNames.IsAccount(labels[0].ToLowerInvariant()))
            return Named(labels[0].ToLowerInvariant(), segments, rawPath);
        var slash = segments.IndexOf('/');
        var account = Decode(slash < 0 ? segments : segments[..slash]);
        if (!BlobNames.IsAccount(account)) throw BlobErrors.InvalidUri();
        return Named(account, slash < 0 ? "" : segments[(slash + 1)..], rawPath);
    }

    /// <summary>The address that an absolute URL names, or null when it is not one of this service's forms.</summary>
    public static BlobAddress? OfUrl(Uri url, BlobAddress like)
    {
        var path = url.GetComponents(UriComponents.Path, UriFormat.UriEscaped);
        if (like.RawPath.StartsWith($"/{like.Account}/", StringComparison.Ordinal))
        {
            if (!path.StartsWith(like.Account + "/", StringComparison.Ordinal)) return null;
            path = path[(like.Account.Length + 1)..];
        }

        return Named(like.Account, path, "/" + path);
    }

    /// <summary>The path-style URL of the resource at the server of a request.</summary>
    public string UrlLike(HttpRequest request) =>
        $"{request.Scheme}://{request.Host}/{Account}/{Container}/{Uri.EscapeDataString(Blob ?? "").Replace("%2F", "/", StringComparison.Ordinal)}";

    private static BlobAddress Named(string account, string rest, string rawPath)
    {
        if (rest.Length == 0) return new BlobAddress(account, null, null, rawPath);
        var slash = rest.IndexOf('/');
        var container = Decode(slash < 0 ? rest : rest[..slash]);
        if (!BlobNames.IsContainer(container)) throw BlobErrors.InvalidResourceName();
        var blob = slash < 0 || slash == rest.Length - 1 ? null : Decode(rest[(slash + 1)..]);
        return new BlobAddress(account, container, blob, rawPath);
    }

    private static string RawPathOf(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?');
        if (query >= 0) target = target[..query];
        if (target.StartsWith('/')) return target;
        return Uri.TryCreate(target, UriKind.Absolute, out var url) ? url.AbsolutePath : throw BlobErrors.InvalidUri();
    }

    // RFC 3986 2.1, strictly: a stray percent sign or bytes that are not UTF-8 are refused, and "+" is a plus sign.
    private static string Decode(string text)
    {
        if (!text.Contains('%') && Ascii.IsValid(text)) return text;
        var bytes = new List<byte>(text.Length);
        try
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '%')
                {
                    bytes.AddRange(Strict.GetBytes(text, i, 1));
                    continue;
                }

                if (i + 2 >= text.Length) throw BlobErrors.InvalidUri();
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }

            return Strict.GetString([.. bytes]);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw BlobErrors.InvalidUri();
        }
    }
}
