using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder;

/// <summary>Repeats a step whose error says that it may pass.</summary>
internal static class Retry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    public static async Task TransientAsync(Func<CancellationToken, Task> step, EncoderOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step(cancellationToken);
                return;
            }
            catch (JobFailedException failure) when (failure.Error.Retry == JobRetry.MayRetry && attempt < options.MaxAttempts)
            {
                await Task.Delay(FirstPause * attempt, cancellationToken);
            }
        }
    }
}
