using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>How events are delivered.</summary>
public sealed class EventsOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Events";

    /// <summary>Address ranges (CIDR) that webhooks may lie in although they are private, link-local or loopback.</summary>
    public IList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Whether webhooks may be http:// URLs; https:// only when false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>How long a webhook may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the catalog is looked at for events that are due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Webhooks that one process calls at a time.</summary>
    [Range(1, 256)]
    public int ConcurrentDeliveries { get; set; } = 8;

    /// <summary>How long it can be seen what became of an event.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan HistoryLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The sender that CloudEvents webhooks are asked to allow.</summary>
    [Required, RegularExpression(@"[A-Za-z0-9.\-]{1,253}")]
    public string Origin { get; set; } = "eventgrid.azure.net";

    /// <summary>Event subscriptions of one account.</summary>
    [Range(1, 10000)]
    public int MaxSubscriptions { get; set; } = 500;
}
