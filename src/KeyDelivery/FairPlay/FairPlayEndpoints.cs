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

        var decision = await desk.DecideAsync<ContentKeyPolicyFairPlayConfiguration>(context, "FairPlay", keyId, RequestToken.Of(context.Request));
        if (decision is not { Key: { } key, Option.Configuration: ContentKeyPolicyFairPlayConfiguration configuration })
        {
            return LicenceDesk.Refusal(context, decision);
        }

        return certificates.Find(configuration) is { KeySize: FairPlayCertificate.KeyBits } certificate && configuration.Ask is { Length: 16 } ask
            ? Answer(form, keyId, key, configuration, ServerPlaybackContext.Open(form.Spc, certificate, ask, function, out var mistake), mistake)
            : LicenceDesk.Problem(
                StatusCodes.Status501NotImplemented,
                "The content key policy lacks an ask of 16 bytes, or a fairPlayPfx with an RSA key of 1024 bits that opens with fairPlayPfxPassword.");
    }

    private static IResult Answer(
        (byte[] Spc, string? AssetId) form, Guid keyId, StoredKey key, ContentKeyPolicyFairPlayConfiguration configuration, ServerPlaybackContext? request, string? mistake)
    {
        if (request is null)
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, mistake ?? "The SPC is damaged.");
        }

        if (form.AssetId is { Length: > 0 } named && request.AssetId is { } asked && !asked.Span.SequenceEqual(Encoding.UTF8.GetBytes(named)))
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The SPC is for another assetId.");
        }

        // The IV of the samples, by the origin's rule.
        var iv = key.Iv ?? TrackEncryption.DeriveIv(new AesKey(key.Value), [], keyId.ToByteArray());
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
