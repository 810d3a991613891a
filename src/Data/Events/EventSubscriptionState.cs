namespace MediaPlatform.Data.Events;

/// <summary>Whether a subscription gets events.</summary>
public enum EventSubscriptionState
{
    /// <summary>New; its endpoint is being asked whether it wants events.</summary>
    Creating,

    /// <summary>Changed; its endpoint is being asked again. Events wait meanwhile.</summary>
    Updating,

    /// <summary>Its endpoint took the question and has yet to open the validation URL.</summary>
    AwaitingManualAction,

    /// <summary>Gets events.</summary>
    Succeeded,
}
