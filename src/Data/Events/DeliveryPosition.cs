using System.Globalization;
using MediaPlatform.Data.Queries;

namespace MediaPlatform.Data.Events;

/// <summary>A place in the history of a subscription, which stays valid when the event itself is removed.</summary>
/// <param name="Time">Time of the event.</param>
/// <param name="Id">Id of its delivery.</param>
public readonly record struct DeliveryPosition(DateTimeOffset Time, Guid Id)
{
    /// <summary>Reads a page token.</summary>
    public static DeliveryPosition Parse(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var parts = token.Split('-', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParse(parts[1], out var id)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : throw new InvalidPageTokenException();
    }

    /// <summary>The page token.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.UtcTicks}-{Id:N}");
}
