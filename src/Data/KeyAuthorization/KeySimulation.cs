namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>What would come of a request for the key of one locator.</summary>
/// <param name="Decision">The outcome.</param>
/// <param name="LocatorName">The streaming locator that has the key.</param>
/// <param name="Verdicts">The options that were looked at, in their order, the last one being that which counted.</param>
public sealed record KeySimulation(KeyDecision Decision, string LocatorName, IReadOnlyList<OptionVerdict> Verdicts);
