using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// The operator's D function, of which we know nothing: a value of a stranger's that it cannot take must not become a failure of
/// ours.
/// </summary>
internal sealed partial class GuardedKeyDerivation(IFairPlayKeyDerivation function, ILogger logger) : IFairPlayKeyDerivation
{
    /// <summary>What the function gives; nothing when it throws.</summary>
    public byte[] Derive(ReadOnlySpan<byte> r2, ReadOnlySpan<byte> ask)
    {
        try
        {
            return function.Derive(r2, ask);
        }
        catch (Exception exception)
        {
            Log.Threw(logger, r2.Length, exception.GetType().Name);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The D function could not take an R2 of {Length} bytes: {Reason}")]
        public static partial void Threw(ILogger logger, int length, string reason);
    }
}
