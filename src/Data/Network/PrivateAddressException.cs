namespace MediaPlatform.Data.Network;

/// <summary>A host has no public address, and others are not allowed.</summary>
public sealed class PrivateAddressException() : HttpRequestException("The address is not public.");
