using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>What lists of streaming policies and locators may filter and order by.</summary>
internal static class StreamingModels
{
    // A locator without an end ends with the calendar, as its reply says.
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static readonly EntityModel<StreamingPolicy> Policy = new EntityModel<StreamingPolicy>()
        .Ordered("name", policy => policy.NameKey, NamedResource.KeyOf)
        .Ordered("properties/created", policy => policy.Created)
        .Filtered("properties/defaultContentKeyPolicyName", policy => policy.DefaultContentKeyPolicyName);

    public static readonly EntityModel<StreamingLocator> Locator = new EntityModel<StreamingLocator>()
        .Ordered("name", locator => locator.NameKey, NamedResource.KeyOf)
        .Ordered("properties/created", locator => locator.Created)
        .Ordered("properties/endTime", locator => locator.EndTime!.Value)
        .Filtered("properties/assetName", locator => locator.AssetName)
        .Filtered("properties/streamingPolicyName", locator => locator.StreamingPolicyName)
        .Filtered("properties/streamingLocatorId", locator => locator.Id);
}
