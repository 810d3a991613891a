namespace MediaPlatform.BlobEndpoint.Tests.Hosting;

internal static class AsyncAssert
{
    /// <summary>The error that a call ends with.</summary>
    public static async Task<TException> ThrowsAsync<TException>(Func<Task> call)
        where TException : Exception
    {
        try
        {
            await call();
        }
        catch (TException error)
        {
            return error;
        }

        throw new AssertionException($"No {typeof(TException).Name} was thrown.");
    }
}
