using Microsoft.Extensions.Logging;

namespace MediaPlatform.Encoder.Tests.Worker;

/// <summary>Writes what a worker logs beside the test's result.</summary>
internal sealed class TestLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(categoryName);

    public void Dispose()
    {
    }

    private sealed class Lines(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) TestContext.Progress.WriteLine($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
