using System.Buffers.Text;
using System.Text;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.Tokens;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>FairPlay licences at the path of AMS: a form with the SPC in, the CKC out.</summary>
internal static class FairPlayEndpoints
{
    private const int MaxFormBytes = 64 << 10;
    private const string KeyType = "FairPlay";

    public static void MapFairPlay(this IEndpointRouteBuilder routes) => routes.MapPost("/FairPlay/", Post);

    private static async Task<IResult> Post(HttpContext context, LicenceDesk desk, KeyDerivationPlugIn plugIn, FairPlayCertificates certificates)
    {
        if (plugIn.Function is not { } function)
        {
            return LicenceDesk.Problem(
                StatusCodes.Status501NotImplemented,
                "FairPlay licences need the D function of Apple's deployment package, and this installation has none set: FairPlay:KeyDerivationAssembly.");
        }

        if (!LicenceDesk.TryGetKeyId(context.Request, out var keyId))
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The query must name a key by its id: ?kid={guid}.");
        }

        if (await RequestBody.ReadAsync(context, MaxFormBytes) is not { } body || ReadForm(body) is not { } form)
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The body must be a form with the SPC: spc={base64}&assetId={id}.");
        }

        // The message opens with what the policy holds, so the caller is looked at first. A use is taken once the message is good.
        var token = RequestToken.Of(context.Request);
        var look = await desk.LookAsync<ContentKeyPolicyFairPlayConfiguration>(context, keyId, token);
        ServerPlaybackContext? request = null;
        if (look is { Key: not null, Option.Configuration: ContentKeyPolicyFairPlayConfiguration seen })
        {
            (request, var problem) = Open(form, seen, certificates, function);
            if (problem is not null)
            {
                desk.RecordBadMessage(KeyType, keyId, look);
                return problem;
            }
        }

        var decision = await desk.DecideAsync<ContentKeyPolicyFairPlayConfiguration>(context, KeyType, keyId, token, givesKey: request is not null);
        return request is not null && decision is { Key: { } key, Option.Configuration: ContentKeyPolicyFairPlayConfiguration configuration }
            ? Answer(request, key, configuration)
            : LicenceDesk.Refusal(context, decision);
    }

    /// <summary>The message, or the reply that says what keeps it from being read.</summary>
    private static (ServerPlaybackContext? Request, IResult? Problem) Open(
        (byte[] Spc, string? AssetId) form, ContentKeyPolicyFairPlayConfiguration configuration, FairPlayCertificates certificates, IFairPlayKeyDerivation function)
    {
        if (certificates.Find(configuration) is not { KeySize: FairPlayCertificate.KeyBits } certificate || configuration.Ask is not { Length: 16 } ask)
        {
            return (null, LicenceDesk.Problem(
                StatusCodes.Status501NotImplemented,
                "The content key policy lacks an ask of 16 bytes, or a fairPlayPfx with an RSA key of 1024 bits that opens with fairPlayPfxPassword."));
        }

        if (ServerPlaybackContext.Open(form.Spc, certificate, ask, function, out var mistake) is not { } request)
        {
            return (null, LicenceDesk.Problem(StatusCodes.Status400BadRequest, mistake ?? ServerPlaybackContext.Damaged));
        }

        return form.AssetId is { Length: > 0 } named && request.AssetId is { } asked && !asked.Span.SequenceEqual(Encoding.UTF8.GetBytes(named))
            ? (null, LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The SPC is for another assetId."))
            : (request, null);
    }

    private static IResult Answer(ServerPlaybackContext request, StoredKey key, ContentKeyPolicyFairPlayConfiguration configuration)
    {
        // The IV of the samples, by the origin's rule.
        var iv = key.Iv ?? TrackEncryption.DeriveIv(new AesKey(key.Value), [], key.KeyId.ToByteArray());
        var answer = ContentKeyContext.Write(request, key.Value, iv, FairPlayDuration.Of(configuration, key.MayPersist));
        return Results.Text($"<ckc>{Convert.ToBase64String(answer)}</ckc>", "text/xml");
    }

    // Read here and not by the framework, whose form reader keeps no plus sign that a player forgot to escape.
    private static (byte[] Spc, string? AssetId)? ReadForm(byte[] body)
    {
        byte[]? spc = null;
        string? assetId = null;
        foreach (var pair in new QueryStringEnumerable("?" + Encoding.Latin1.GetString(body)))
        {
            var (name, value) = (pair.DecodeName(), pair.DecodeValue());
            if (name.Span.Equals("spc", StringComparison.OrdinalIgnoreCase))
            {
                spc ??= Decode(value.ToString().Replace(' ', '+'));
            }
            else if (name.Span.Equals("assetId", StringComparison.OrdinalIgnoreCase))
            {
                assetId ??= value.ToString();
            }
        }

        return spc is null ? null : (spc, assetId);
    }

    private static byte[]? Decode(string text)
    {
        try
        {
            return text.AsSpan().ContainsAny('-', '_') ? Base64Url.DecodeFromChars(text) : Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
