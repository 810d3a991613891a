using MediaPlatform.Data.KeyAuthorization;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>One record per key that was asked for: what, under which policy, and what came of it. Never keys or tokens.</summary>
internal sealed partial class KeyAudit(ILogger<KeyAudit> logger)
{
    public void Record(string keyType, Guid keyId, KeyDecision decision) => Log.Asked(
        logger, keyType, keyId, decision.PolicyName ?? "", decision.TokenType?.ToString() ?? "None", decision.Outcome, decision.Reason);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{KeyType} key {KeyId}, policy '{PolicyName}', token {TokenType}: {Outcome} ({Reason})")]
        public static partial void Asked(
            ILogger logger, string keyType, Guid keyId, string policyName, string tokenType, KeyOutcome outcome, string reason);
    }
}
