using System.Globalization;
using System.Net;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs.Sas;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>Checks the shared access signature in the query of a request: one of the service, or one of the account.</summary>
internal static class SasToken
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz",
    ];

    public static BlobGrant Authorize(HttpRequest request, BlobAddress address, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        var version = Value(request, "sv") ?? throw BlobErrors.AuthenticationFailed("sv is mandatory.");
        if (!DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || string.CompareOrdinal(version, "2012-02-12") < 0)
            throw BlobErrors.AuthenticationFailed("sv is not a service version that can be signed for.");
        var grant = request.Query.ContainsKey("ss") ? OfAccount(request, address, version, keys) : OfService(request, address, version, keys);
        CheckTimes(request, now);
        CheckProtocol(request);
        CheckSource(request);
        if (request.Query.ContainsKey("ss") && !(Value(request, "ss") ?? "").Contains('b')) throw BlobErrors.ServiceMismatch();
        return grant;
    }

    private static BlobGrant OfService(HttpRequest request, BlobAddress address, string version, IReadOnlyList<byte[]> keys)
    {
        if (request.Query.ContainsKey("si") || request.Query.ContainsKey("skoid"))
            throw BlobErrors.AuthenticationFailed("Stored access policies and user delegation are not kept by this account.");
        var resource = Value(request, "sr");
        var ofBlob = resource == "b";
        if (address.Container is null || (resource != "c" && !ofBlob) || (ofBlob && address.Blob is null))
            throw BlobErrors.AuthenticationFailed("sr does not fit the resource of the request.");
        var sas = new ServiceSas
        {
            Version = version,
            Resource = resource!,
            Permissions = Value(request, "sp"),
            Start = Value(request, "st"),
            Expiry = Value(request, "se"),
            IPRange = Value(request, "sip"),
            Protocol = Value(request, "spr"),
            EncryptionScope = Value(request, "ses"),
            CacheControl = Value(request, "rscc"),
            ContentDisposition = Value(request, "rscd"),
            ContentEncoding = Value(request, "rsce"),
            ContentLanguage = Value(request, "rscl"),
            ContentType = Value(request, "rsct"),
        };
        var canonical = address.CanonicalOf(ofBlob, withService: string.CompareOrdinal(version, "2015-02-21") >= 0);
        CheckSignature(request, keys, key => sas.Sign(canonical, key));
        var permissions = sas.Permissions ?? "";
        return new BlobGrant(ofBlob ? permissions.Replace("l", "", StringComparison.Ordinal) : permissions, [BlobLevel.Blob], OfService: true);
    }

    private static BlobGrant OfAccount(HttpRequest request, BlobAddress address, string version, IReadOnlyList<byte[]> keys)
    {
        var sas = new AccountSas(
            address.Account, Value(request, "sp"), Value(request, "ss"), Value(request, "srt"), Value(request, "st"), Value(request, "se"),
            Value(request, "sip"), Value(request, "spr"), version, Value(request, "ses"));
        CheckSignature(request, keys, sas.Sign);
        var types = sas.ResourceTypes ?? "";
        List<BlobLevel> levels = [];
        if (types.Contains('s')) levels.Add(BlobLevel.Service);
        if (types.Contains('c')) levels.Add(BlobLevel.Container);
        if (types.Contains('o')) levels.Add(BlobLevel.Blob);
        return new BlobGrant(sas.Permissions ?? "", levels, OfService: false);
    }

    private static void CheckSignature(HttpRequest request, IReadOnlyList<byte[]> keys, Func<byte[], string> sign)
    {
        var given = Value(request, "sig") ?? throw BlobErrors.AuthenticationFailed("sig is mandatory.");
        var matches = false;
        foreach (var key in keys) matches |= Signatures.Match(given, sign(key));
        if (!matches) throw BlobErrors.AuthenticationFailed("Signature did not match.");
    }

    private static void CheckTimes(HttpRequest request, DateTimeOffset now)
    {
        var expiry = Time(request, "se") ?? throw BlobErrors.AuthenticationFailed("se is mandatory.");
        if (now >= expiry || now < Time(request, "st"))
            throw BlobErrors.AuthenticationFailed("Signature not valid in the specified time frame.");
    }

    private static void CheckProtocol(HttpRequest request)
    {
        var protocol = Value(request, "spr");
        if (protocol is null or "https,http" or "http,https" || (protocol == "https" && request.IsHttps)) return;
        throw BlobErrors.ProtocolMismatch();
    }

    private static void CheckSource(HttpRequest request)
    {
        if (Value(request, "sip") is not { } range) return;
        var ends = range.Split('-');
        if (ends.Length > 2
            || !IPAddress.TryParse(ends[0], out var first)
            || !IPAddress.TryParse(ends[^1], out var last)
            || request.HttpContext.Connection.RemoteIpAddress is not { } caller
            || !IsBetween(caller, first, last))
            throw BlobErrors.SourceIPMismatch();
    }

    private static bool IsBetween(IPAddress address, IPAddress first, IPAddress last)
    {
        var (value, low, high) = (Bytes(address), Bytes(first), Bytes(last));
        return value.Length == low.Length && value.Length == high.Length
            && value.AsSpan().SequenceCompareTo(low) >= 0 && value.AsSpan().SequenceCompareTo(high) <= 0;
    }

    private static byte[] Bytes(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();

    private static DateTimeOffset? Time(HttpRequest request, string name)
    {
        if (Value(request, name) is not { } text) return null;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw BlobErrors.AuthenticationFailed($"{name} is not well formed.");
    }

    private static string? Value(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => throw BlobErrors.InvalidQueryParameter(name),
        };
    }
}
