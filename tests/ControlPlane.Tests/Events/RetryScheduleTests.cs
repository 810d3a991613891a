using MediaPlatform.ControlPlane.Events;

namespace MediaPlatform.ControlPlane.Tests.Events;

/// <summary>Event Grid's documented schedule.</summary>
public sealed class RetryScheduleTests
{
    [Test]
    public void Pauses_grow_to_an_hour_and_fill_a_day()
    {
        var pauses = Enumerable.Range(1, 29).Select(attempts => RetrySchedule.After(attempts, 500, 0).TotalSeconds).ToList();
        Assert.That(pauses.Take(8), Is.EqualTo(new double[] { 10, 30, 60, 300, 600, 1800, 3600, 3600 }));
        Assert.That(TimeSpan.FromSeconds(pauses.Sum()), Is.GreaterThan(TimeSpan.FromHours(23)));
    }

    [TestCase(404, 300)]
    [TestCase(408, 120)]
    [TestCase(503, 30)]
    [TestCase(null, 10)]
    public void Some_replies_ask_for_more_patience(int? status, double seconds) =>
        Assert.That(RetrySchedule.After(1, status, 0).TotalSeconds, Is.EqualTo(seconds));

    [Test]
    public void Chance_adds_a_tenth_at_most() => Assert.That(RetrySchedule.After(1, null, 1).TotalSeconds, Is.EqualTo(11).Within(0.001));

    [TestCase(400, true)]
    [TestCase(401, true)]
    [TestCase(403, true)]
    [TestCase(413, true)]
    [TestCase(404, false)]
    [TestCase(429, false)]
    [TestCase(null, false)]
    public void Some_replies_leave_no_hope(int? status, bool isHopeless) => Assert.That(RetrySchedule.Hopeless(status) is not null, Is.EqualTo(isHopeless));
}
