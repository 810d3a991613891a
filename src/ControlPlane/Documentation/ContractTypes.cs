using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.ControlPlane.ContentKeys;
using MediaPlatform.ControlPlane.Diagnosis;
using MediaPlatform.ControlPlane.Events;
using MediaPlatform.ControlPlane.Filters;
using MediaPlatform.ControlPlane.Jobs;
using MediaPlatform.ControlPlane.Streaming;
using MediaPlatform.ControlPlane.StreamingEndpoints;
using MediaPlatform.ControlPlane.Tracks;
using MediaPlatform.ControlPlane.Transforms;
using MediaPlatform.ControlPlane.Undo;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>The types behind the names that the contract gives to bodies and replies.</summary>
internal static class ContractTypes
{
    public const string Error = "ErrorResponse";

    public static IReadOnlyDictionary<string, Type> ByName { get; } = new Dictionary<string, Type>
    {
        [Error] = typeof(ArmErrorReply),
        ["AccountFilter"] = typeof(Resource<FilterProperties>),
        ["AccountFilterCollection"] = typeof(ListReply<Resource<FilterProperties>>),
        ["Asset"] = typeof(Resource<AssetProperties>),
        ["AssetCollection"] = typeof(ListReply<Resource<AssetProperties>>),
        ["AssetContainerSas"] = typeof(AssetContainerSas),
        ["AssetFilter"] = typeof(Resource<FilterProperties>),
        ["AssetFilterCollection"] = typeof(ListReply<Resource<FilterProperties>>),
        ["AssetTrack"] = typeof(Resource<AssetTrackProperties>),
        ["AssetTrackCollection"] = typeof(PlainList<Resource<AssetTrackProperties>>),
        ["AssetTrackOperationStatus"] = typeof(OperationStatusReply),
        ["AsyncOperationResult"] = typeof(AsyncOperationReply),
        ["CheckNameAvailabilityInput"] = typeof(CheckNameAvailabilityInput),
        ["ContentKeyPolicy"] = typeof(Resource<ContentKeyPolicyProperties>),
        ["ContentKeyPolicyCollection"] = typeof(ListReply<Resource<ContentKeyPolicyProperties>>),
        ["ContentKeyPolicyProperties"] = typeof(ContentKeyPolicyProperties),
        ["CreateTestTokenInput"] = typeof(CreateTestTokenInput),
        ["CreateServerManifestInput"] = typeof(CreateServerManifestInput),
        ["DeletedResource"] = typeof(Resource<DeletedResourceProperties>),
        ["DeletedResourceCollection"] = typeof(ListReply<Resource<DeletedResourceProperties>>),
        ["EdgePolicies"] = typeof(EdgePolicies),
        ["DeliveryAttributeListResult"] = typeof(DeliveryAttributeList),
        ["EventDeliveryList"] = typeof(EventDeliveryList),
        ["EventSubscription"] = typeof(Resource<EventSubscriptionProperties>),
        ["EventSubscriptionFullUrl"] = typeof(EventSubscriptionFullUrl),
        ["EventSubscriptionsListResult"] = typeof(EventSubscriptionList),
        ["EventSubscriptionUpdateParameters"] = typeof(EventSubscriptionUpdate),
        ["EntityNameAvailabilityCheckOutput"] = typeof(LocationEndpoints.NameAvailability),
        ["Job"] = typeof(Resource<JobProperties>),
        ["JobCollection"] = typeof(ListReply<Resource<JobProperties>>),
        ["KeySimulation"] = typeof(KeySimulationReply),
        ["ListContainerSasInput"] = typeof(ListContainerSasInput),
        ["ListContentKeysResponse"] = typeof(ContentKeysReply),
        ["ListEdgePoliciesInput"] = typeof(ListEdgePoliciesInput),
        ["ListPathsResponse"] = typeof(ListPathsReply),
        ["ListStreamingLocatorsResponse"] = typeof(AssetActionEndpoints.LocatorSummaries),
        ["MediaService"] = typeof(AccountResource),
        ["MediaServiceCollection"] = typeof(ListReply<AccountResource>),
        ["MediaServiceOperationStatus"] = typeof(OperationStatusReply),
        ["MediaServiceUpdate"] = typeof(MediaServiceUpdate),
        ["OperationCollection"] = typeof(OperationCollection),
        ["PrivateEndpointConnection"] = typeof(PrivateConnectionResource),
        ["PrivateEndpointConnectionListResult"] = typeof(PlainList<PrivateConnectionResource>),
        ["PrivateLinkResource"] = typeof(PrivateLinkResource),
        ["PrivateLinkResourceListResult"] = typeof(PlainList<PrivateLinkResource>),
        ["ServerManifest"] = typeof(ServerManifestReply),
        ["StorageEncryptedAssetDecryptionData"] = typeof(StorageEncryptedAssetDecryptionData),
        ["StreamingDiagnosis"] = typeof(DiagnosisReply),
        ["StreamingEndpoint"] = typeof(StreamingEndpointResource),
        ["StreamingEndpointListResult"] = typeof(ListReply<StreamingEndpointResource>),
        ["StreamingEndpointSkuInfoListResult"] = typeof(PlainList<StreamingEndpointActionEndpoints.Sku>),
        ["StreamingEntityScaleUnit"] = typeof(StreamingEntityScaleUnit),
        ["StreamingLocator"] = typeof(Resource<StreamingLocatorProperties>),
        ["StreamingLocatorCollection"] = typeof(ListReply<Resource<StreamingLocatorProperties>>),
        ["StreamingPolicy"] = typeof(Resource<StreamingPolicyProperties>),
        ["StreamingPolicyCollection"] = typeof(ListReply<Resource<StreamingPolicyProperties>>),
        ["SimulateKeyDeliveryInput"] = typeof(SimulateKeyDeliveryInput),
        ["SyncStorageKeysInput"] = typeof(SyncStorageKeysInput),
        ["TestToken"] = typeof(TestTokenReply),
        ["Transform"] = typeof(Resource<TransformProperties>),
        ["TransformCollection"] = typeof(ListReply<Resource<TransformProperties>>),
    };

    /// <summary>The other way round; where two names share a type, the first one stands for it inside other schemas.</summary>
    public static IReadOnlyDictionary<Type, string> Names { get; } =
        ByName.GroupBy(pair => pair.Value).ToDictionary(group => group.Key, group => group.First().Key);
}
