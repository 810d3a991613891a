using System.Globalization;
using MediaPlatform.StreamingEndpoint.Access;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Lets a request through to its locator: endpoint running, caller allowed, locator valid, protocol enabled.</summary>
internal sealed class RequestGate(EndpointDirectory endpoints, LocatorCache locators, IOptions<StreamingEndpointOptions> options, TimeProvider clock)
{
    /// <exception cref="OriginException">The request is refused; says why.</exception>
    public ValueTask<Passage> EnterAsync(HttpContext context, in StreamingUrl url)
    {
        var locator = locators.FindAsync(url.LocatorId, context.RequestAborted);
        return locator.IsCompletedSuccessfully
            ? new(Enter(context, url, locator.GetAwaiter().GetResult()))
            : EnterSlowlyAsync(context, url, locator);
    }

    /// <summary>Refuses a caller that an endpoint does not admit.</summary>
    public void Admit(HttpContext context, EndpointModel endpoint)
    {
        if (!endpoint.IsServing)
        {
            throw new OriginException(MpeErrors.StorageServerBusy.Because($"The streaming endpoint {endpoint.Name} is not running."));
        }

        if (!endpoint.Admits(context.Connection.RemoteIpAddress))
        {
            throw new OriginException(MpeErrors.AccessDenied.Because("The address of the caller is not on the allow list of the streaming endpoint."));
        }

        if (endpoint.AkamaiKeys.Count > 0 && !IsSigned(context, endpoint))
        {
            throw new OriginException(MpeErrors.AccessDenied.Because("The Akamai signature header is missing or not valid."));
        }
    }

    private async ValueTask<Passage> EnterSlowlyAsync(HttpContext context, StreamingUrl url, ValueTask<LocatorModel?> locator) =>
        Enter(context, url, await locator);

    private Passage Enter(HttpContext context, in StreamingUrl url, LocatorModel? locator)
    {
        if (locator is null)
        {
            // Without its account the host alone can say whose endpoint was asked.
            if (endpoints.FindNamed(context.Request.Host.Host) is { } named)
            {
                Admit(context, named);
            }

            throw new OriginException(MpeErrors.Unauthorized.Because("There is no such locator."));
        }

        var endpoint = endpoints.Find(context.Request.Host.Host, locator.AccountId)
            ?? throw new OriginException(MpeErrors.Unauthorized.Because("No streaming endpoint of the locator's account answers at this host."));
        Admit(context, endpoint);
        var now = clock.GetUtcNow();
        return LocatorAccess.Check(locator, url, now) is { } error
            ? throw new OriginException(error)
            : new Passage(endpoint, locator, CacheControl(endpoint, locator.End - now));
    }

    // Nothing is to be had from caches for longer than from here.
    private static StringValues CacheControl(EndpointModel endpoint, TimeSpan left) => left >= endpoint.CacheAge
        ? endpoint.CacheControl
        : string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)left.TotalSeconds}");

    // A whole URL in the request line (RFC 9112 3.2.2) asks for the same path.
    private static string PathOf(string target)
    {
        var authority = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        return authority < 0 || target.IndexOf('/', authority + 3) is not (> 0 and var path) ? target : target[path..];
    }

    private bool IsSigned(HttpContext context, EndpointModel endpoint)
    {
        var headers = context.Request.Headers;
        var target = PathOf(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");
        return AkamaiSignature.IsValid(
            headers[AkamaiSignature.DataHeader], headers[AkamaiSignature.SignHeader], target, endpoint.AkamaiKeys, clock.GetUtcNow(), options.Value.MinAkamaiVersion);
    }
}

/// <summary>A request that was let through.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="Locator">By what.</param>
/// <param name="CacheControl">Of the reply.</param>
internal readonly record struct Passage(EndpointModel Endpoint, LocatorModel Locator, StringValues CacheControl);
