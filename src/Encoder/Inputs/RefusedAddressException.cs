namespace MediaPlatform.Encoder.Inputs;

/// <summary>A host name leads to no address that job inputs may reach.</summary>
internal sealed class RefusedAddressException(string host) : Exception($"{host} has no address that job inputs may be read from.");
