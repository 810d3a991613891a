using MediaPlatform.Data.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>The validation URL: whoever got it through a webhook may open it, without signing in. CloudEvents has it posted to as well.</summary>
internal static class EventValidationEndpoints
{
    public const string Path = "/eventsubscriptions";

    public static void MapEventValidation(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path + "/{name}/validate", [HttpMethods.Get, HttpMethods.Post], Validate).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> Validate(string name, string? token, EventSubscriptionStore store, CancellationToken cancellationToken) =>
        token is { Length: > 0 and < 100 } && await store.ConfirmAsync(EventSubscriptionWriter.HashOf(token), cancellationToken)
            ? Results.Text($"Webhook successfully validated as a subscription endpoint: {name.Replace('\n', ' ')}.")
            : Results.Text("This validation URL is not valid any more.", statusCode: StatusCodes.Status404NotFound);
}
