using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>
/// Keys for packagers of others, as SPEKE version 2 asks for them: a CPIX document in, the same document with keys and signals
/// out. Only keys of published locators are given, and only signals of systems that their policies deliver.
/// </summary>
internal static class CpixEndpoints
{
    private const int MaxDocumentBytes = 512 << 10;
    private const string VersionHeader = "X-Speke-Version";
    private const string Version = "2.0";

    public static void MapCpix(this IEndpointRouteBuilder routes) => routes.MapPost("/Cpix/", Post);

    private static async Task<IResult> Post(HttpContext context, KeyAuthorizer authorizer, KeyAudit audit, IOptions<CpixOptions> options)
    {
        if (Refuse(context, options.Value) is { } refusal)
        {
            return refusal;
        }

        if (await RequestBody.ReadAsync(context, MaxDocumentBytes) is not { } body || CpixRequest.Parse(body) is not { } request)
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The body must be a CPIX document with content keys.");
        }

        if (Writer(request, options.Value) is not { } writer)
        {
            return LicenceDesk.Problem(
                StatusCodes.Status400BadRequest,
                "The document must name one recipient by a certificate with an RSA key of 2048 bits or more in DeliveryDataList, or none where keys may be plain.");
        }

        var keys = new Dictionary<Guid, StoredKey>();
        foreach (var keyId in request.Keys.Keys)
        {
            var key = await authorizer.FindForPackagerAsync(keyId, context.Connection.RemoteIpAddress, context.RequestAborted);
            audit.Record("CPIX", keyId, new(key is null ? KeyOutcome.Refused : KeyOutcome.Granted, key, null, key is null ? "unknown key" : "packager") { PolicyName = key?.PolicyName });
            if (key is null)
            {
                return LicenceDesk.Problem(StatusCodes.Status404NotFound, $"There is no published key {keyId} for this caller.");
            }

            keys.Add(keyId, key);
        }

        return Answer(context, request, keys, writer);
    }

    private static IResult? Refuse(HttpContext context, CpixOptions options)
    {
        if (string.IsNullOrEmpty(options.UserName) || string.IsNullOrEmpty(options.Password))
        {
            return LicenceDesk.Problem(
                StatusCodes.Status501NotImplemented, "Packagers get no keys here before they have a name and a password: Cpix:UserName, Cpix:Password.");
        }

        if (!IsKnown(context.Request.Headers.Authorization.ToString(), $"{options.UserName}:{options.Password}"))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"CPIX\"";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        context.Response.Headers[VersionHeader] = Version;
        return context.Request.Headers[VersionHeader].ToString() is "" or Version
            ? null : LicenceDesk.Problem(StatusCodes.Status400BadRequest, $"Only {VersionHeader} {Version} is spoken.");
    }

    private static bool IsKnown(string header, string credentials)
    {
        var sent = new byte[1024];
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(header["Basic ".Length..].Trim(), sent, out var length)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(sent.AsSpan(0, length)), SHA256.HashData(Encoding.UTF8.GetBytes(credentials)));
    }

    private static CpixKeyWriter? Writer(CpixRequest request, CpixOptions options) => request.Recipients switch
    {
        [] => options.RequireEncryption ? null : CpixKeyWriter.Plain,
        [var recipient] => CpixKeyWriter.ForRecipient(recipient),
        _ => null,
    };

    private static IResult Answer(HttpContext context, CpixRequest request, Dictionary<Guid, StoredKey> keys, CpixKeyWriter writer)
    {
        foreach (var (keyId, system, element) in request.Systems)
        {
            if (!keys.TryGetValue(keyId, out var key) || !CpixSignals.Offers(key, system))
            {
                return LicenceDesk.Problem(StatusCodes.Status422UnprocessableEntity, $"No policy of key {keyId} delivers licences of the system {system}.");
            }

            CpixSignals.Fill(element, system, key, SchemeOf(request.Keys[keyId]), context.Request.Host.Value ?? "");
        }

        foreach (var (keyId, element) in request.Keys)
        {
            var key = keys[keyId];
            writer.Write(element, key.Value);
            if (SchemeOf(element) == ProtectionScheme.Cbcs)
            {
                // FairPlay licences carry this vector, so content must be encrypted with it and no other.
                element.SetAttributeValue("explicitIV", Convert.ToBase64String(key.Iv ?? TrackEncryption.DeriveIv(new AesKey(key.Value), [], keyId.ToByteArray())));
            }
        }

        return Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + request.Document.Root!.ToString(SaveOptions.DisableFormatting), "application/xml");
    }

    private static ProtectionScheme SchemeOf(XElement key) =>
        key.Attribute("commonEncryptionScheme")?.Value == "cbcs" ? ProtectionScheme.Cbcs : ProtectionScheme.Cenc;
}
