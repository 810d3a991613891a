using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Event subscriptions of an account as extension resources of Microsoft.EventGrid, whose own clients manage them. The list of deliveries is ours.</summary>
internal static class EventSubscriptionEndpoints
{
    public static void MapEventSubscriptions(this IEndpointRouteBuilder account)
    {
        var subscriptions = account.MapGroup("providers/" + EventSubscriptionProperties.ResourceType).WithTags("EventSubscriptions");
        subscriptions.MapGet("", List).Operation("EventSubscriptions_ListByResource", ApiVersions.Events);
        subscriptions.MapGet("{eventSubscriptionName}", Get).Operation("EventSubscriptions_Get", ApiVersions.Events);
        subscriptions.MapPut("{eventSubscriptionName}", CreateOrUpdate).Operation("EventSubscriptions_CreateOrUpdate", ApiVersions.Events);
        subscriptions.MapPatch("{eventSubscriptionName}", Update).Operation("EventSubscriptions_Update", ApiVersions.Events);
        subscriptions.MapDelete("{eventSubscriptionName}", Delete).Operation("EventSubscriptions_Delete", ApiVersions.Events);
        subscriptions.MapPost("{eventSubscriptionName}/getFullUrl", GetFullUrl).Operation("EventSubscriptions_GetFullUrl", ApiVersions.Events);
        subscriptions.MapPost("{eventSubscriptionName}/getDeliveryAttributes", GetDeliveryAttributes).Operation("EventSubscriptions_GetDeliveryAttributes", ApiVersions.Events);
        subscriptions.MapGet("{eventSubscriptionName}/deliveries", ListDeliveries).Operation("EventSubscriptions_ListDeliveries", ApiVersions.Events);
    }

    // Event Grid's clients follow nextLink without the prefix that media services gave it.
    private static async Task<IResult> List(
        AccountScope account, ListRequest list, EventSubscriptionStore store, DeliveryAttributes attributes, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery<EventSubscription>(account.Id, null), cancellationToken);
        var reply = list.ToReply(page, row => EventSubscriptionProperties.ToResource(row, attributes.Of(row), account));
        return ArmReply.Ok(new EventSubscriptionList(reply.Value, reply.NextLink));
    }

    private static async Task<IResult> Get(
        AccountScope account, string eventSubscriptionName, EventSubscriptionStore store, DeliveryAttributes attributes, CancellationToken cancellationToken)
    {
        var row = await FindAsync(account, eventSubscriptionName, store, cancellationToken);
        return ArmReply.Ok(EventSubscriptionProperties.ToResource(row, attributes.Of(row), account));
    }

    private static async Task<IResult> CreateOrUpdate(
        AccountScope account, string eventSubscriptionName, JsonBody body, EventSubscriptionWriter writer, DeliveryAttributes attributes, CancellationToken cancellationToken)
    {
        var row = await writer.PutAsync(account, eventSubscriptionName, body, cancellationToken);
        return ArmReply.Created(EventSubscriptionProperties.ToResource(row, attributes.Of(row), account));
    }

    private static async Task<IResult> Update(
        AccountScope account, string eventSubscriptionName, JsonBody body, EventSubscriptionWriter writer, DeliveryAttributes attributes, CancellationToken cancellationToken)
    {
        var row = await writer.PatchAsync(account, eventSubscriptionName, body, cancellationToken);
        return ArmReply.Created(EventSubscriptionProperties.ToResource(row, attributes.Of(row), account));
    }

    private static async Task<IResult> Delete(AccountScope account, string eventSubscriptionName, EventSubscriptionStore store, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(account.Id, eventSubscriptionName, cancellationToken));

    private static async Task<IResult> GetFullUrl(
        AccountScope account, string eventSubscriptionName, EventSubscriptionStore store, ISecretProtector secrets, CancellationToken cancellationToken)
    {
        var row = await FindAsync(account, eventSubscriptionName, store, cancellationToken);
        return ArmReply.Ok(new EventSubscriptionFullUrl(secrets.UnprotectText(row.ProtectedEndpointUrl)));
    }

    private static async Task<IResult> GetDeliveryAttributes(
        AccountScope account, string eventSubscriptionName, EventSubscriptionStore store, DeliveryAttributes attributes, CancellationToken cancellationToken)
    {
        var row = await FindAsync(account, eventSubscriptionName, store, cancellationToken);
        return ArmReply.Ok(new DeliveryAttributeList([.. attributes.Of(row).Select(DeliveryAttributeMapping.Of)]));
    }

    private static async Task<IResult> ListDeliveries(
        AccountScope account, string eventSubscriptionName, ListRequest list, EventSubscriptionStore store, EventDeliveryStore deliveries, CancellationToken cancellationToken)
    {
        var row = await FindAsync(account, eventSubscriptionName, store, cancellationToken);
        var query = list.ToQuery<EventSubscription>(account.Id, null);
        var before = query.After is { } token ? DeliveryPosition.Parse(token) : (DeliveryPosition?)null;
        var page = await deliveries.ListAsync(row.Id, query.PageSize, before, cancellationToken);
        var reply = list.ToReply(page, EventDeliveryReply.Of);
        return ArmReply.Ok(new EventDeliveryList(reply.Value, reply.NextLink));
    }

    private static async Task<EventSubscription> FindAsync(AccountScope account, string name, EventSubscriptionStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(account.Id, name, cancellationToken)
        ?? throw ArmErrors.ResourceNotFound($"{ArmIds.AccountType}/{account.Account.Name}/providers/{EventSubscriptionProperties.ResourceType}/{name}", account.Account.ResourceGroup);
}

/// <summary>A page of subscriptions, in Event Grid's own form.</summary>
internal sealed record EventSubscriptionList(IReadOnlyList<Resource<EventSubscriptionProperties>> Value, string? NextLink);

internal sealed record EventSubscriptionFullUrl(string EndpointUrl);

internal sealed record DeliveryAttributeList(IReadOnlyList<DeliveryAttributeMapping> Value);

/// <summary>A page of deliveries, youngest event first.</summary>
internal sealed record EventDeliveryList(IReadOnlyList<EventDeliveryReply> Value, string? NextLink);
