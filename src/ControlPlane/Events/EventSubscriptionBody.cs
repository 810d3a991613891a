using System.Globalization;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Secrets;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Reads the body of an event subscription: all of it (PUT), or the members that are there (PATCH).</summary>
internal sealed class EventSubscriptionBody(WebhookClient webhooks, DeliveryAttributes attributes, ISecretProtector secrets, IBlobStore blobs)
{
    private const int LongestUrl = 4096;
    private const int MostTypes = 100;

    /// <param name="isPatch">Members that are absent keep their value.</param>
    public void Apply(BodyReader body, EventSubscription row, MediaAccount account, bool isPatch)
    {
        if (!isPatch || body.Has("destination")) ApplyDestination(body, row);
        if (!isPatch || body.Has("filter")) row.Filter = FilterOf(body.Object("filter"));
        if (!isPatch || body.Has("labels")) row.Labels = body.Texts("labels");
        if (!isPatch || body.Has("expirationTimeUtc")) row.ExpirationTime = body.Time("expirationTimeUtc");
        if (!isPatch || body.Has("eventDeliverySchema")) row.Schema = SchemaOf(body);
        if (!isPatch || body.Has("retryPolicy")) ApplyRetries(body.Object("retryPolicy"), row);
        if (!isPatch || body.Has("deadLetterDestination")) ApplyDeadLetters(body, row, account);
        foreach (var name in new[] { "deliveryWithResourceIdentity", "deadLetterWithResourceIdentity" })
        {
            if (body.Has(name)) body.Wrong(name, $"'{body.PathOf(name)}' is not supported: there are no managed identities here.");
        }
    }

    private void ApplyDestination(BodyReader body, EventSubscription row)
    {
        if (body.Object("destination") is not { } destination)
        {
            if (!body.Has("destination")) body.Missing("destination");
            return;
        }

        destination.Choice("endpointType", "WebHook");
        if (destination.Object("properties") is not { } properties)
        {
            destination.Missing("properties");
            return;
        }

        foreach (var name in new[] { "azureActiveDirectoryTenantId", "azureActiveDirectoryApplicationIdOrUri" })
        {
            if (properties.Has(name)) properties.Wrong(name, $"'{properties.PathOf(name)}' is not supported: webhooks are asked without a token of Entra ID. Use a secret delivery attribute.");
        }

        ApplyEndpoint(properties, row);
        row.MaxEventsPerBatch = Number(properties, "maxEventsPerBatch", 1, 5000) ?? 1;
        row.PreferredBatchKilobytes = Number(properties, "preferredBatchSizeInKilobytes", 1, 1024) ?? 64;
        row.ProtectedAttributes = attributes.Protect(AttributesOf(properties, attributes.Of(row)));
    }

    // A client that has read the subscription sends the base URL back without the URL itself, which it never saw.
    private void ApplyEndpoint(BodyReader properties, EventSubscription row)
    {
        if (properties.Text("endpointUrl", LongestUrl) is not { Length: > 0 } text)
        {
            if (row.ProtectedEndpointUrl.Length == 0) properties.Missing("endpointUrl");
            return;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !webhooks.Accepts(address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            properties.Wrong("endpointUrl", $"The value of '{properties.PathOf("endpointUrl")}' must be an absolute https URL without user name and fragment.");
            return;
        }

        row.EndpointBaseUrl = address.GetLeftPart(UriPartial.Path);
        row.ProtectedEndpointUrl = secrets.ProtectText(address.AbsoluteUri);
    }

    private static List<DeliveryAttribute> AttributesOf(BodyReader properties, IReadOnlyList<DeliveryAttribute> stored)
    {
        var found = new List<DeliveryAttribute>();
        foreach (var mapping in properties.Objects("deliveryAttributeMappings"))
        {
            var name = mapping.RequiredText("name", 100);
            if (!DeliveryAttributes.IsName(name)) mapping.Wrong("name", $"'{mapping.PathOf("name")}' must be a header name that deliveries do not use themselves.");
            if (found.Any(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) mapping.Wrong("name", $"The header '{name}' occurs twice.");
            found.Add(AttributeOf(name, mapping, stored));
        }

        if (found.Count > DeliveryAttributes.Most) properties.Wrong("deliveryAttributeMappings", $"There may be {DeliveryAttributes.Most} delivery attributes.");
        return found;
    }

    private static DeliveryAttribute AttributeOf(string name, BodyReader mapping, IReadOnlyList<DeliveryAttribute> stored)
    {
        var properties = mapping.Object("properties");
        if (mapping.Choice("type", "Static", "Dynamic") == "Dynamic") return new(name, null, false, properties?.RequiredText("sourceField", 200) ?? "");
        var isSecret = properties?.Flag("isSecret") ?? false;
        var value = properties?.Text("value") ?? (isSecret ? stored.FirstOrDefault(one => one.IsSecret && one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value : null);
        if (value is null || !DeliveryAttributes.IsValue(value)) mapping.Wrong("properties", $"'{mapping.PathOf("properties")}.value' must be 1 to 4096 printable ASCII characters.");
        return new(name, value, isSecret, null);
    }

    private static EventFilter FilterOf(BodyReader? filter)
    {
        if (filter is null) return new();
        var types = filter.Texts("includedEventTypes");
        if (types.Count > MostTypes) filter.Wrong("includedEventTypes", $"There may be {MostTypes} event types.");
        foreach (var type in types.Where(type => type != "All" && (!type.StartsWith(EventTypes.Prefix, StringComparison.OrdinalIgnoreCase) || type.Length > 100)).Take(5))
        {
            filter.Wrong("includedEventTypes", $"'{(type.Length > 100 ? type[..100] : type)}' is not an event type of Microsoft.Media.");
        }

        if (filter.Objects("advancedFilters").Count > 0) filter.Wrong("advancedFilters", "Advanced filters are not supported: filter by event type and subject.");
        return new()
        {
            IncludedEventTypes = types.Count == 0 || types.Contains("All") ? null : types,
            SubjectBeginsWith = filter.Text("subjectBeginsWith", 1024),
            SubjectEndsWith = filter.Text("subjectEndsWith", 1024),
            IsSubjectCaseSensitive = filter.Flag("isSubjectCaseSensitive") ?? false,
        };
    }

    // What media services put into Event Grid was in its own schema, so "as it came in" means that.
    private static EventDeliverySchema SchemaOf(BodyReader body) =>
        body.Choice("eventDeliverySchema", nameof(EventDeliverySchema.EventGridSchema), "InputEventSchema", nameof(EventDeliverySchema.CloudEventSchemaV1_0)) == nameof(EventDeliverySchema.CloudEventSchemaV1_0)
            ? EventDeliverySchema.CloudEventSchemaV1_0
            : EventDeliverySchema.EventGridSchema;

    private static void ApplyRetries(BodyReader? policy, EventSubscription row)
    {
        row.MaxDeliveryAttempts = (policy is null ? null : Number(policy, "maxDeliveryAttempts", 1, 30)) ?? 30;
        row.TimeToLiveMinutes = (policy is null ? null : Number(policy, "eventTimeToLiveInMinutes", 1, 1440)) ?? 1440;
    }

    private void ApplyDeadLetters(BodyReader body, EventSubscription row, MediaAccount account)
    {
        (row.DeadLetterResourceId, row.DeadLetterContainer) = (null, null);
        if (body.Object("deadLetterDestination") is not { } destination) return;
        destination.Choice("endpointType", "StorageBlob");
        if (destination.Object("properties") is not { } properties)
        {
            destination.Missing("properties");
            return;
        }

        var (resource, container) = (properties.RequiredText("resourceId", 1000), properties.RequiredText("blobContainerName", 63));
        var storage = account.StorageAccounts.FirstOrDefault(one => one.Name.Equals(ArmIds.LastSegment(resource), StringComparison.OrdinalIgnoreCase));
        if (storage is null) properties.Wrong("resourceId", $"'{properties.PathOf("resourceId")}' must be a storage account of the media account.");
        else if (!IsContainer(storage.Name, container)) properties.Wrong("blobContainerName", $"'{properties.PathOf("blobContainerName")}' is not a legal container name.");
        (row.DeadLetterResourceId, row.DeadLetterContainer) = (storage?.Id, container);
    }

    private bool IsContainer(string storage, string container)
    {
        try
        {
            return blobs.GetContainer(storage, container).Name.Length > 0;
        }
        catch (InvalidBlobNameException)
        {
            return false;
        }
    }

    private static int? Number(BodyReader reader, string name, int least, int most)
    {
        if (reader.Int32(name) is not { } value) return null;
        if (value < least || value > most)
        {
            reader.Wrong(name, string.Create(CultureInfo.InvariantCulture, $"The value of '{reader.PathOf(name)}' must be between {least} and {most}."));
        }

        return Math.Clamp(value, least, most);
    }
}
