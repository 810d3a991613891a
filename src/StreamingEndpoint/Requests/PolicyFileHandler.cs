using System.Text;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>The cross-site policy files of an endpoint, for Silverlight and Flash players.</summary>
internal sealed class PolicyFileHandler(EndpointDirectory endpoints, RequestGate gate, Callers callers)
{
    private const string ClientAccess = "/clientaccesspolicy.xml";
    private const string CrossDomain = "/crossdomain.xml";

    public bool Owns(string path) =>
        path.Equals(ClientAccess, StringComparison.OrdinalIgnoreCase) || path.Equals(CrossDomain, StringComparison.OrdinalIgnoreCase);

    public async Task AnswerAsync(HttpContext context, string path)
    {
        if (ReadOnlyMethods.IsPreflight(context.Request))
        {
            Cors.AnswerPreflight(context.Response);
            return;
        }

        try
        {
            ReadOnlyMethods.Require(context);
            callers.Identify(context);
            var endpoint = endpoints.Find(context.Request.Host.Host) ?? throw new OriginException(MpeErrors.ResourceNotFound);
            gate.Admit(context, endpoint);
            var text = path.Equals(ClientAccess, StringComparison.OrdinalIgnoreCase) ? endpoint.ClientAccessPolicy : endpoint.CrossDomainPolicy;
            var body = new TextBody(Encoding.UTF8.GetBytes(text ?? throw new OriginException(MpeErrors.ResourceNotFound)), "text/xml; charset=utf-8");
            await TextReply.SendAsync(context, body, "public, max-age=60");
        }
        catch (OriginException exception)
        {
            await ErrorReply.WriteAsync(context, exception.Error);
        }
    }
}
