using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>The OpenAPI document, generated from the endpoints that are mapped and the types that they read and write.</summary>
internal sealed class ContractDocument(IEnumerable<EndpointDataSource> sources)
{
    private JsonObject? _document;

    /// <summary>The document, written once.</summary>
    public JsonObject Document => _document ??= Write();

    private JsonObject Write()
    {
        var schemas = new SchemaWriter(ContractTypes.Names);
        var paths = new JsonObject();
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().OrderBy(one => one.RoutePattern.RawText, StringComparer.OrdinalIgnoreCase))
        {
            if (endpoint.Metadata.GetMetadata<ArmOperation>() is { } operation)
            {
                var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
                paths.TryAdd(path, new JsonObject());
                foreach (var verb in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                {
                    paths[path]![verb.ToLowerInvariant()] = Describe(endpoint, operation, schemas);
                }
            }
        }

        _ = schemas.Component(ContractTypes.ByName[ContractTypes.Error], ContractTypes.Error);
        return new()
        {
            ["openapi"] = "3.0.1",
            ["info"] = new JsonObject
            {
                ["title"] = "MediaPlatform",
                ["version"] = "v3",
                ["description"] = "The management API of Azure Media Services v3. Authorize with a bearer token, or with the client id and secret of the connection file.",
            },
            ["tags"] = new JsonArray([.. ContractGroups.All.Select(group => new JsonObject { ["name"] = group.Tag, ["description"] = group.Description })]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Components, ["securitySchemes"] = SecuritySchemes() },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["client"] = new JsonArray() }),
        };
    }

    private static JsonObject Describe(RouteEndpoint endpoint, ArmOperation operation, SchemaWriter schemas)
    {
        var text = ContractOperations.All.GetValueOrDefault(operation.Name);
        var json = new JsonObject
        {
            ["operationId"] = operation.Name,
            ["tags"] = new JsonArray([.. (endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? []).Select(tag => (JsonNode)tag)]),
            ["summary"] = text?.Summary ?? "Answers what Azure clients ask on the way to the service.",
            ["parameters"] = Parameters(endpoint, operation, text),
        };
        if (text?.Body is { } body)
        {
            json["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(body, schemas, ContractExamples.Bodies(operation.Name)) };
        }

        var responses = new JsonObject();
        foreach (var status in text?.Statuses ?? ["200-"])
        {
            var response = new JsonObject { ["description"] = status.StartsWith("202", StringComparison.Ordinal) ? "Accepted; poll the operation." : "Success." };
            if (!status.EndsWith('-') && text?.Reply is { } reply)
            {
                response["content"] = Content(reply, schemas, ContractExamples.Replies(operation.Name, status));
            }

            responses[status.TrimEnd('-')] = response;
        }

        responses["default"] = new JsonObject { ["description"] = "What was wrong.", ["content"] = Content(ContractTypes.Error, schemas) };
        json["responses"] = responses;
        return json;
    }

    private static JsonArray Parameters(RouteEndpoint endpoint, ArmOperation operation, OperationText? text)
    {
        var parameters = new JsonArray();
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            parameters.Add(Parameter(parameter.Name, "path", new() { ["type"] = "string" }, isRequired: true));
        }

        var version = new JsonObject { ["type"] = "string" };
        if (operation.Versions.Supported is [var newest, ..])
        {
            version["enum"] = new JsonArray([.. operation.Versions.Supported.Select(one => (JsonNode)one)]);
            version["default"] = newest;
        }
        else
        {
            version["default"] = "2022-12-01";
        }

        parameters.Add(Parameter("api-version", "query", version, isRequired: true));
        foreach (var name in text?.Query ?? [])
        {
            var kind = name switch { "$top" => "integer", "autoStart" => "boolean", _ => "string" };
            parameters.Add(Parameter(name, "query", new() { ["type"] = kind }, isRequired: false));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, JsonObject schema, bool isRequired) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = isRequired, ["schema"] = schema };

    private static JsonObject Content(string schema, SchemaWriter schemas, JsonObject? examples = null)
    {
        var content = new JsonObject { ["schema"] = schemas.Component(ContractTypes.ByName[schema], schema) };
        if (examples is not null)
        {
            content["examples"] = examples;
        }

        return new() { ["application/json"] = content };
    }

    private static JsonObject SecuritySchemes() => new()
    {
        ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
        ["client"] = new JsonObject
        {
            ["type"] = "oauth2",
            ["flows"] = new JsonObject { ["clientCredentials"] = new JsonObject { ["tokenUrl"] = "/adfs/oauth2/token", ["scopes"] = new JsonObject() } },
        },
    };
}
