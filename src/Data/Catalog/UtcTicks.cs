using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MediaPlatform.Data.Catalog;

/// <summary>Times are stored as UTC ticks of 100 ns since 0001-01-01: exact, and comparable in every database.</summary>
internal sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
