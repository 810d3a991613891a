using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>An operation beside the contract: says in one sentence why a streaming URL does not play.</summary>
internal static class DiagnosisEndpoints
{
    private const int LongestUrl = 4096;

    public static void MapDiagnosis(this IEndpointRouteBuilder account) =>
        account.MapGet("streamingDiagnosis", Get).WithTags("StreamingEndpoints").Operation("StreamingEndpoints_Diagnose", ApiVersions.Streaming);

    private static async Task<IResult> Get(AccountScope account, string? url, UrlDiagnostician diagnostician, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            throw ArmErrors.BadRequest("The query parameter 'url' with the streaming URL is required.", "url");
        }

        return url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? ArmReply.Ok(await diagnostician.ExplainAsync(account, address, cancellationToken))
            : throw ArmErrors.BadRequest("The query parameter 'url' must be an absolute http or https URL.", "url");
    }
}

/// <param name="Plays">Whether the first segments behind the URL could be fetched.</param>
/// <param name="Explanation">One sentence.</param>
/// <param name="ErrorCode">Code of the origin, where it was the origin that refused.</param>
/// <param name="RefusedUrl">What the origin refused, where that is not the URL itself.</param>
internal sealed record DiagnosisReply(
    string Url, bool Plays, string Explanation, string? ErrorCode, string? RefusedUrl, string? StreamingEndpoint, string? StreamingLocator, string? Asset);
