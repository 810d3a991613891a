using System.Globalization;
using System.Text.Json;

namespace MediaPlatform.Data.Tests.Json;

/// <summary>Times in bodies: UTC, at most seven decimals, none that say nothing.</summary>
public sealed class UtcTimeTests
{
    [TestCase("2024-02-29T10:20:30+00:00", "2024-02-29T10:20:30Z")]
    [TestCase("2024-02-29T10:20:00.1000000+00:00", "2024-02-29T10:20:00.1Z")]
    [TestCase("2024-02-29T10:20:30.0000001+00:00", "2024-02-29T10:20:30.0000001Z")]
    [TestCase("2024-02-29T23:20:30.1200000-05:00", "2024-03-01T04:20:30.12Z")]
    [TestCase("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59.9999999+00:00", "9999-12-31T23:59:59.9999999Z")]
    public void A_time_is_written_in_UTC_without_decimals_that_say_nothing(string time, string written) =>
        Assert.That(Written(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)), Is.EqualTo(written));

    [Test]
    public void Any_time_is_written_as_the_custom_format_has_it_and_comes_back_the_same()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var step = (long)Math.Pow(10, random.Next(0, 9));
            var time = new DateTimeOffset(random.NextInt64(0, DateTime.MaxValue.Ticks) / step * step, TimeSpan.Zero);
            var written = Written(time);
            Assert.That(written, Is.EqualTo(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)));
            Assert.That(JsonSerializer.Deserialize<DateTimeOffset>($"\"{written}\"", ContractJson.Options), Is.EqualTo(time));
        }
    }

    private static string Written(DateTimeOffset time) => JsonSerializer.Serialize(time, ContractJson.Options).Trim('"');
}
