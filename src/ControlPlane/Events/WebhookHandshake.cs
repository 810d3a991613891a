using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data.Events;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>
/// Asks a webhook whether it wants events, so that nobody can be flooded with them: by a validation event (Event Grid's schema), or by OPTIONS
/// (CloudEvents, HTTP 1.1 Web Hooks section 4). One that takes the question without an answer may open the validation URL later.
/// </summary>
internal sealed class WebhookHandshake(WebhookClient webhooks, IOptions<EventsOptions> options, TimeProvider clock)
{
    public async Task<HandshakeOutcome> AskAsync(HandshakeQuestion question, CancellationToken cancellationToken)
    {
        using var request = question.Schema == EventDeliverySchema.CloudEventSchemaV1_0 ? Options(question) : Validation(question);
        DeliveryAttributes.Add(request, question.Attributes, null);
        var reply = await webhooks.SendAsync(request, cancellationToken);
        var isAnswered = question.Schema == EventDeliverySchema.CloudEventSchemaV1_0 ? IsAllowed(reply.AllowedOrigin) : CodeOf(reply.Body) == question.Code;
        var isTaken = question.Schema == EventDeliverySchema.CloudEventSchemaV1_0 ? reply.IsSuccess : reply.Status == 200;
        return new(isTaken && isAnswered, isTaken && !isAnswered, reply.Status is { } status ? $"status {status}" : reply.Outcome);
    }

    private HttpRequestMessage Validation(HandshakeQuestion question)
    {
        var document = new JsonArray(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["topic"] = question.Topic,
            ["subject"] = "",
            ["data"] = new JsonObject { ["validationCode"] = question.Code, ["validationUrl"] = question.ValidationUrl },
            ["eventType"] = "Microsoft.EventGrid.SubscriptionValidationEvent",
            ["eventTime"] = EventEnvelope.Time(clock.GetUtcNow()),
            ["metadataVersion"] = "1",
            ["dataVersion"] = "2",
        });
        var request = new HttpRequestMessage(HttpMethod.Post, question.Endpoint) { Content = EventEnvelope.Json(document, MediaTypeNames.Application.Json) };
        request.Headers.Add("aeg-event-type", "SubscriptionValidation");
        request.Headers.Add("aeg-subscription-name", Uri.EscapeDataString(question.Name.ToUpperInvariant()));
        return request;
    }

    private HttpRequestMessage Options(HandshakeQuestion question)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, question.Endpoint);
        request.Headers.Add("WebHook-Request-Origin", options.Value.Origin);
        request.Headers.Add("WebHook-Request-Callback", question.ValidationUrl);
        return request;
    }

    private bool IsAllowed(string? origins) =>
        (origins ?? "").Split(',', StringSplitOptions.TrimEntries).Any(origin => origin == "*" || origin.Equals(options.Value.Origin, StringComparison.OrdinalIgnoreCase));

    private static string? CodeOf(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) is JsonObject reply && reply["validationResponse"] is JsonValue value
                && value.TryGetValue<string>(out var code) ? code : null;
        }
        catch (Exception mistake) when (mistake is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
