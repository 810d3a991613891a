namespace MediaPlatform.ServiceDefaults.Networks;

/// <summary>A host name leads to no address that may be reached.</summary>
public sealed class RefusedAddressException(string host) : Exception($"{host} has no address that may be reached from here.");
