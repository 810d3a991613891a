namespace MediaPlatform.Media.Encryption.Pssh;

/// <summary>Identifiers of protection systems, registered with DASH-IF.</summary>
public static class ProtectionSystems
{
    /// <summary>W3C common system: key ids alone, for Clear Key.</summary>
    public static readonly Guid Common = new("1077efec-c0b2-4d02-ace3-3c1e52e2fb4b");

    /// <summary>Clear Key in DASH manifests.</summary>
    public static readonly Guid ClearKey = new("e2719d58-a985-b3c9-781a-b030af78d30e");

    public static readonly Guid Widevine = new("edef8ba9-79d6-4ace-a3c8-27dcd51d21ed");

    public static readonly Guid PlayReady = new("9a04f079-9840-4286-ab92-e65be0885f95");

    public static readonly Guid FairPlay = new("94ce86fb-07ff-4f43-adb8-93d2fa968ca2");
}
