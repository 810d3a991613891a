using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Arm.Errors;

/// <summary>Every mistake a caller can make, with the code and text that AMS used (control-plane.md section 5).</summary>
internal static class ArmErrors
{
    public const string BadRequestCode = "BadRequest";
    public const string InvalidPropertyCode = "InvalidPropertyValue";

    public static ArmException BadRequest(string message, string? target = null) => Of(400, BadRequestCode, message, target);

    /// <summary>All mistakes of a body in one reply.</summary>
    public static ArmException Invalid(IReadOnlyList<ArmError> mistakes)
    {
        var code = mistakes.All(mistake => mistake.Code == InvalidPropertyCode) ? InvalidPropertyCode : BadRequestCode;
        var message = string.Join("; \n", mistakes.Select(mistake => mistake.Message));
        return mistakes.Count == 1
            ? Of(400, code, message, mistakes[0].Target)
            : new(400, new(code, message, Details: mistakes));
    }

    public static ArmException InvalidContent(string reason) =>
        Of(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{reason}'.");

    public static ArmException InvalidQuery(string message) => Of(400, BadRequestCode, message);

    public static ArmException TooLarge(long limit) =>
        Of(413, "RequestEntityTooLarge", $"The request body is larger than {limit} bytes.");

    public static ArmException MissingApiVersion() =>
        Of(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException InvalidApiVersion(string version, IEnumerable<string> supported) =>
        Of(400, "InvalidApiVersionParameter", $"The api-version '{version}' is invalid. The supported versions are '{string.Join(',', supported)}'.");

    /// <summary>Asset, filter, transform, job, locator, policy.</summary>
    public static ArmException NotFound() => Of(404, "NotFound", "The requested resource was not found.");

    /// <summary>Account, live event, streaming endpoint; <paramref name="type"/> such as <c>Microsoft.Media/mediaservices/acc/streamingEndpoints/name</c>.</summary>
    public static ArmException ResourceNotFound(string type, string resourceGroup) =>
        new(404, new("ResourceNotFound", $"The Resource '{type}' under resource group '{resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")) { FailureCause = "gateway" };

    public static ArmException ParentNotFound(string parent) =>
        Of(404, "ParentResourceNotFound", $"Can not perform requested operation on nested resource. Parent resource '{parent}' not found.");

    public static ArmException SubscriptionNotFound(string subscription) =>
        Of(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");

    public static ArmException ResourceGroupNotFound(string group) =>
        Of(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.");

    public static ArmException InvalidResourceType(string type) =>
        Of(404, "InvalidResourceType", $"The resource type '{type}' could not be found.");

    public static ArmException MethodNotAllowed(string method) =>
        Of(405, "MethodNotAllowed", $"The requested resource does not support http method '{method}'.");

    public static ArmException Conflict(string message) => Of(409, "Conflict", message);

    /// <summary>The row changed between our read and our write more often than we are willing to repeat.</summary>
    public static ArmException ChangedMeanwhile() =>
        Of(409, "Conflict", "The resource was changed by another request at the same time. Read it again and retry.");

    /// <summary>A webhook does not want events; code and text are those of Event Grid.</summary>
    public static ArmException UrlValidation(string message) => Of(400, "Url validation", message);

    public static ArmException OperationInProgress() =>
        Of(409, "OperationInProgress", "There is another operation already in progress on the Origin.");

    public static ArmException Unauthenticated() =>
        Of(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing or the access token is invalid.");

    public static ArmException Forbidden(string caller, string action, string scope) =>
        Of(403, "AuthorizationFailed", $"The client '{caller}' does not have authorization to perform action '{action}' over scope '{scope}'.");

    public static ArmException Throttled(int seconds) =>
        new(429, new("SubscriptionRequestsThrottled", $"Number of requests for this subscription exceeded the limit. Please try again after '{seconds}' seconds.")) { RetryAfter = seconds };

    public static ArmException Limit(string what, int most) =>
        Of(400, BadRequestCode, $"The limit of {most} {what} has been reached.");

    /// <summary>The catalog cannot be reached: clients of Azure wait as long as they are told and ask again.</summary>
    public static ArmException Unavailable() =>
        new(503, new("ServiceUnavailable", "The service is temporarily unavailable: its catalog cannot be reached. Please try again.")) { RetryAfter = 5 };

    /// <summary>The operator's key server did not give what a locator needs.</summary>
    public static ArmException KeyServer(string message) => Of(502, "KeyServerError", message);

    private static ArmException Of(int status, string code, string message, string? target = null) => new(status, new(code, message, target));
}
