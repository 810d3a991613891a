using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Clock, log and settings of deliveries.</summary>
internal sealed record DeliveryServices(IOptions<EventsOptions> Options, TimeProvider Clock, ILogger<EventDeliverer> Logger);
