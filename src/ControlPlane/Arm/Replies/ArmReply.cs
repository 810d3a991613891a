using System.Text.Json;
using MediaPlatform.Data;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Arm.Replies;

/// <summary>A JSON reply in the form of the contract, with the headers that OData clients look at.</summary>
internal sealed class ArmReply(int status, object body) : IResult
{
    public static ArmReply Ok(object body) => new(StatusCodes.Status200OK, body);

    public static ArmReply Created(object body) => new(StatusCodes.Status201Created, body);

    public static ArmReply CreatedOrOk(bool isNew, object body) => isNew ? Created(body) : Ok(body);

    public static ArmReply Accepted(object body) => new(StatusCodes.Status202Accepted, body);

    /// <summary>Success without a body: neither <c>null</c> nor <c>{}</c>, which some clients cannot read.</summary>
    public static IResult Empty(int status = StatusCodes.Status200OK) => new EmptyReply(status);

    /// <summary>DELETE: 200 when something was deleted, 204 when nothing was there.</summary>
    public static IResult Deleted(bool existed) => Empty(existed ? StatusCodes.Status200OK : StatusCodes.Status204NoContent);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; odata.metadata=minimal";
        response.Headers["OData-Version"] = "4.0";
        await JsonSerializer.SerializeAsync(response.BodyWriter, body, body.GetType(), ContractJson.Options, httpContext.RequestAborted);
    }

    private sealed class EmptyReply(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (status != StatusCodes.Status204NoContent)
            {
                httpContext.Response.ContentLength = 0;
            }

            return Task.CompletedTask;
        }
    }
}
