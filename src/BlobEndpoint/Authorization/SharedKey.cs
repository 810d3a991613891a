using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>"Authorize with Shared Key", Blob service, versions from 2009-09-19 on.</summary>
internal static class SharedKey
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);

    private static readonly string[] SignedHeaders =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date", "If-Modified-Since",
        "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    public static BlobGrant Authorize(HttpRequest request, BlobAddress address, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        var value = request.Headers.Authorization.ToString();
        if (!value.StartsWith("SharedKey ", StringComparison.Ordinal))
            throw BlobErrors.AuthenticationFailed("Authentication scheme is not supported.");
        var colon = value.IndexOf(':');
        if (colon < 0 || value[10..colon] != address.Account)
            throw BlobErrors.AuthenticationFailed("The account of the signature is not the one of the address.");
        CheckTime(request, now);
        var text = Encoding.UTF8.GetBytes(StringToSign(request, address));
        var signature = value[(colon + 1)..];
        var matches = false;
        foreach (var key in keys) matches |= Signatures.Match(signature, Convert.ToBase64String(HMACSHA256.HashData(key, text)));
        if (!matches) throw BlobErrors.AuthenticationFailed("The MAC signature found in the HTTP request is not the same as any computed signature.");
        return BlobGrant.Everything;
    }

    private static void CheckTime(HttpRequest request, DateTimeOffset now)
    {
        var text = request.Headers["x-ms-date"].ToString();
        if (text.Length == 0) text = request.Headers.Date.ToString();
        var known = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        if (!known || (time - now).Duration() > LargestSkew)
            throw BlobErrors.AuthenticationFailed("The Date header in the request is incorrect.");
    }

    private static string StringToSign(HttpRequest request, BlobAddress address)
    {
        var text = new StringBuilder(request.Method).Append('\n');
        foreach (var name in SignedHeaders) text.Append(Signed(request, name)).Append('\n');
        var own = request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString().Trim()))
            .OrderBy(header => header.Name, StringComparer.Ordinal);
        foreach (var (name, value) in own) text.Append(name).Append(':').Append(value).Append('\n');
        text.Append('/').Append(address.Account).Append(address.RawPath);
        var query = request.Query.Select(pair => (Name: pair.Key.ToLowerInvariant(), pair.Value))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal);
        foreach (var (name, values) in query)
            text.Append('\n').Append(name).Append(':').Append(string.Join(',', values.Order(StringComparer.Ordinal)));
        return text.ToString();
    }

    private static string Signed(HttpRequest request, string name)
    {
        var value = request.Headers[name].ToString();
        if (name == "Content-Length") return value == "0" ? "" : value; // from 2015-02-21 on
        return name == "Date" && request.Headers.ContainsKey("x-ms-date") ? "" : value;
    }
}
