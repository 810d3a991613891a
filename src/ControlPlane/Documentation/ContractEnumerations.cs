using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.ControlPlane.Streaming;
using MediaPlatform.ControlPlane.Tracks;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>The values of members that are plain text in the code, because replies pass them on as they are stored.</summary>
internal static class ContractEnumerations
{
    private static readonly string[] s_outcomes = ["Failed", "InProgress", "Succeeded"];
    private static readonly string[] s_callers = ["User", "Application", "ManagedIdentity", "Key"];
    private static readonly string[] s_keyTypes = ["CommonEncryptionCenc", "CommonEncryptionCbcs", "EnvelopeEncryption"];

    private static readonly Dictionary<(Type Owner, string Member), string[]> s_all = new()
    {
        [(typeof(AccountProperties), "storageAuthentication")] = ["System", "ManagedIdentity"],
        [(typeof(AccountProperties), "publicNetworkAccess")] = ["Enabled", "Disabled"],
        [(typeof(AccountProperties), "provisioningState")] = s_outcomes,
        [(typeof(AccountProperties), "minimumTlsVersion")] = ["Tls10", "Tls11", "Tls12", "Tls13"],
        [(typeof(StorageAccountReply), "type")] = ["Primary", "Secondary"],
        [(typeof(AccountEncryption), "type")] = ["SystemKey", "CustomerKey"],
        [(typeof(KeyDeliveryAccessControl), "defaultAction")] = ["Allow", "Deny"],
        [(typeof(PrivateLinkServiceConnectionState), "status")] = ["Pending", "Approved", "Rejected"],
        [(typeof(PrivateConnectionProperties), "provisioningState")] = ["Succeeded", "Creating", "Deleting", "Failed"],
        [(typeof(SystemData), "createdByType")] = s_callers,
        [(typeof(SystemData), "lastModifiedByType")] = s_callers,
        [(typeof(AsyncOperationReply), "status")] = s_outcomes,
        [(typeof(AssetProperties), "storageEncryptionFormat")] = ["None", "MediaStorageClientEncryption"],
        [(typeof(ListContainerSasInput), "permissions")] = ["Read", "ReadWrite", "ReadWriteDelete"],
        [(typeof(AssetTrackProperties), "provisioningState")] = s_outcomes,
        [(typeof(TextTrack), "playerVisibility")] = ["Hidden", "Visible"],
        [(typeof(FilterTrackPropertyCondition), "property")] = ["Unknown", "Type", "Name", "Language", "FourCC", "Bitrate"],
        [(typeof(FilterTrackPropertyCondition), "operation")] = ["Equal", "NotEqual"],
        [(typeof(TrackPropertyCondition), "property")] = ["Unknown", "FourCC"],
        [(typeof(TrackPropertyCondition), "operation")] = ["Unknown", "Equal"],
        [(typeof(ContentKeyReply), "type")] = s_keyTypes,
        [(typeof(StreamingPathReply), "streamingProtocol")] = ["Hls", "Dash", "SmoothStreaming", "Download"],
        [(typeof(StreamingPathReply), "encryptionScheme")] = ["NoEncryption", .. s_keyTypes],
        [(typeof(BuiltInStandardEncoderPreset), "presetName")] = [.. BuiltInPresetNames.All.Where(name => !name.StartsWith("saas", StringComparison.OrdinalIgnoreCase))],
    };

    /// <summary>The values of a member; null when it may be anything.</summary>
    public static IReadOnlyList<string>? Find(Type owner, string member) => s_all.GetValueOrDefault((owner, member));
}
