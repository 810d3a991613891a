using System.Data.Common;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>Decides on requests for licences and leaves the audit record of each.</summary>
internal sealed partial class LicenceDesk(KeyAuthorizer authorizer, KeyAudit audit, ILogger<LicenceDesk> logger)
{
    /// <typeparam name="TConfiguration">The kind of licence that is asked for.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="keyType">For the audit record.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="token">The token, if any.</param>
    /// <param name="givesKey">Whether the key goes out when this is granted; only then a token loses a use.</param>
    public async ValueTask<KeyDecision> DecideAsync<TConfiguration>(HttpContext context, string keyType, Guid keyId, string? token, bool givesKey = true)
        where TConfiguration : ContentKeyPolicyConfiguration
    {
        var decision = await AskAsync<TConfiguration>(context, keyId, token, givesKey);
        audit.Record(keyType, keyId, decision);
        return decision;
    }

    /// <summary>What the decision would be, for messages that can be read only with what a policy holds. Takes no use and leaves no record.</summary>
    /// <typeparam name="TConfiguration">The kind of licence that is asked for.</typeparam>
    public ValueTask<KeyDecision> LookAsync<TConfiguration>(HttpContext context, Guid keyId, string? token)
        where TConfiguration : ContentKeyPolicyConfiguration => AskAsync<TConfiguration>(context, keyId, token, givesKey: false);

    /// <summary>
    /// No licence came of a decision that gave the key: the token has its use back. Also where the caller has gone meanwhile. Without
    /// the catalog the use stays taken, which does not change what the caller is told.
    /// </summary>
    public async ValueTask GiveBackAsync(KeyDecision decision, string? token)
    {
        try
        {
            await authorizer.GiveBackAsync(decision, token, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or InvalidOperationException)
        {
            Log.UseStaysTaken(logger, decision.PolicyName, exception.GetType().Name);
        }
    }

    /// <summary>Leaves the record of a caller who might have had the key, had the message been good.</summary>
    public void RecordBadMessage(string keyType, Guid keyId, KeyDecision look) =>
        audit.Record(keyType, keyId, look with { Outcome = KeyOutcome.Refused, Key = null, Reason = "bad message" });

    /// <summary>The key id in <c>?kid=</c>, in any case of letters.</summary>
    public static bool TryGetKeyId(HttpRequest request, out Guid keyId) => Guid.TryParse(request.Query["kid"].FirstOrDefault(), out keyId);

    /// <summary>The reply to those who may not have the key: the same whether there is such a key or not.</summary>
    public static IResult Refusal(HttpContext context, KeyDecision decision)
    {
        if (decision.Outcome == KeyOutcome.Forbidden)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>A reply that says in words what is wrong with the request or with the installation.</summary>
    public static IResult Problem(int status, string text) => Results.Text(text, statusCode: status);

    private ValueTask<KeyDecision> AskAsync<TConfiguration>(HttpContext context, Guid keyId, string? token, bool givesKey)
        where TConfiguration : ContentKeyPolicyConfiguration =>
        authorizer.DecideAsync<TConfiguration>(keyId, token, context.Connection.RemoteIpAddress, givesKey, context.RequestAborted);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A token of policy {Policy} could not be given its use back: {Reason}")]
        public static partial void UseStaysTaken(ILogger logger, string? policy, string reason);
    }
}
