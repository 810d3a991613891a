using MediaPlatform.Encoder.Worker;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Worker;

public sealed class ProgressPaceTests
{
    private readonly ManualClock _clock = new();

    [Test]
    public void Progress_is_told_at_every_five_points()
    {
        var pace = new ProgressPace(_clock);
        var told = new List<int>();
        foreach (var progress in Enumerable.Range(0, 24).Where(progress => pace.IsDue(0, progress)))
        {
            pace.Announced(0, progress);
            told.Add(progress);
        }

        Assert.That(told, Is.EqualTo(new[] { 5, 10, 15, 20 }));
    }

    [Test]
    public void Slow_progress_is_told_after_half_a_minute_of_silence()
    {
        var pace = new ProgressPace(_clock);
        Assert.That(pace.IsDue(0, 1), Is.False);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That(pace.IsDue(0, 1), Is.False);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(pace.IsDue(0, 1), Is.True);
    }

    [Test]
    public void Each_output_begins_at_zero()
    {
        var pace = new ProgressPace(_clock);
        pace.Announced(0, 90);
        Assert.That(pace.IsDue(1, 4), Is.False);
        Assert.That(pace.IsDue(1, 5), Is.True);
    }

    [Test]
    public void What_could_not_be_told_is_due_again()
    {
        var pace = new ProgressPace(_clock);
        Assert.That(pace.IsDue(0, 6), Is.True);
        Assert.That(pace.IsDue(0, 7), Is.True);
    }
}
