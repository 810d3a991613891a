using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Documentation;

/// <summary>The generated document says what the official documents say; each difference stands in a table here with its reason.</summary>
[TestFixture]
public sealed partial class ContractDocumentTests
{
    // Where the generated document differs from the official ones, and why.
    private static readonly Dictionary<string, string> s_different = new()
    {
        ["OperationCollection.value[].properties is missing"] = "metrics and logs of the catalogue ended with the service",
        ["OperationCollection.value[].origin is missing"] = "as above",
        ["OperationCollection.value[].isDataAction is missing"] = "as above",
        ["OperationCollection.value[].actionType is missing"] = "as above",
        ["EdgePolicies.usageDataCollectionPolicy.dataCollectionFrequency is missing"] = "edge devices have nothing left to report",
        ["EdgePolicies.usageDataCollectionPolicy.dataReportingFrequency is missing"] = "as above",
        ["EdgePolicies.usageDataCollectionPolicy.maxAllowedUnreportedUsageDuration is missing"] = "as above",
        ["EdgePolicies.usageDataCollectionPolicy.eventHubDetails is missing"] = "as above",
        ["MediaServiceCollection.value[].properties.storageAccounts[].status is missing"] = "recorded replies have no such member",
        ["MediaServiceOperationStatus.error.details is missing"] = "an operation fails for one reason",
        ["MediaServiceOperationStatus.error.additionalInfo is missing"] = "as above",
        ["StreamingEndpointListResult.@odata.count is missing"] = "recorded replies have no such member",
        ["AssetTrackCollection.value[].systemData is more"] = "one envelope serves all resources; it is never written on tracks",
        ["StandardEncoderPreset.filters.fadeIn.duration has the format , not duration"] = "frames and percents stand there too, says its own description",
    };

    // Listed as self-contradictory in the documents' own readme.
    private static readonly string[] s_contradictory = ["examples/accounts/operations-list-all.json", "examples/streaming/streamingendpoint-create.json"];

    private static readonly string[] s_polymorphic = ["Encoding.json", "ContentKeyPolicies.json", "AssetsAndAssetFilters.json"];

    private ControlPlaneApp _app = null!;
    private JsonNode _document = null!;

    private static IEnumerable<ContractOperation> Operations =>
        ContractOperation.All.Where(one => !one.Path.Contains("live", StringComparison.OrdinalIgnoreCase));

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        using var client = _app.Anonymous();
        _document = JsonNode.Parse(await client.Http.GetStringAsync("swagger/v3/swagger.json"))!;
    }

    [OneTimeTearDown]
    public async Task Stop() => await _app.DisposeAsync();

    [Test]
    public async Task The_page_is_served_without_signing_in_and_loads_nothing_from_outside()
    {
        using var client = _app.Anonymous();

        var reply = await client.Http.GetAsync("swagger/index.html");

        var page = await reply.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page, Does.Contain("swagger-ui"));
            Assert.That(page, Does.Not.Contain("https://"));
        });
    }

    [Test]
    public void Both_ways_to_authorize_are_offered() => Assert.Multiple(() =>
    {
        var schemes = _document["components"]!["securitySchemes"]!;
        Assert.That((string)schemes["bearer"]!["scheme"]!, Is.EqualTo("bearer"));
        Assert.That((string)schemes["client"]!["flows"]!["clientCredentials"]!["tokenUrl"]!, Is.EqualTo("/adfs/oauth2/token"));
    });

    [Test]
    public void Every_operation_of_the_contract_is_there_with_its_parameters_and_statuses()
    {
        var faults = new List<string>();
        foreach (var operation in Operations)
        {
            if (Find(operation) is not { } ours)
            {
                faults.Add($"{operation.Id} is missing");
                continue;
            }

            var names = ours["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!).ToHashSet();
            faults.AddRange(PathParameter().Matches(operation.Path).Select(match => match.Groups[1].Value).Where(name => !names.Contains(name)).Select(name => $"{operation.Id} lacks {name}"));
            var statuses = ours["responses"]!.AsObject().Select(pair => pair.Key).Order();
            if (!statuses.SequenceEqual(operation.Responses.Select(pair => pair.Key).Order()))
            {
                faults.Add($"{operation.Id} answers {string.Join(',', statuses)}");
            }
        }

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Query_parameters_and_bodies_are_those_of_the_official_operations()
    {
        var faults = new List<string>();
        foreach (var operation in Operations)
        {
            var ours = Find(operation)!;
            var official = SchemaCheck.Load(operation.Document)["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
                .First(verb => (string?)verb.Value?["operationId"] == operation.Id).Value!["parameters"]!.AsArray().Select(parameter => Resolve(parameter!, operation.Document)).ToList();
            var expected = official.Where(parameter => (string)parameter["in"]! == "query").Select(parameter => (string)parameter["name"]!).Order();
            var named = ours["parameters"]!.AsArray().Where(parameter => (string)parameter!["in"]! == "query").Select(parameter => (string)parameter!["name"]!).Order();
            if (!expected.SequenceEqual(named))
            {
                faults.Add($"{operation.Id} takes {string.Join(',', named)}");
            }

            if (official.Any(parameter => (string)parameter["in"]! == "body") != ours["requestBody"] is not null)
            {
                faults.Add($"{operation.Id} has {(ours["requestBody"] is null ? "no" : "a")} body");
            }
        }

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Schemas_are_those_of_the_official_documents_all_the_way_down()
    {
        var comparison = new SchemaComparison(_document);
        var schemas = _document["components"]!["schemas"]!;
        foreach (var operation in Operations)
        {
            foreach (var name in operation.Responses.Select(pair => (string?)pair.Value).OfType<string>().Distinct().Where(name => name != "ErrorResponse"))
            {
                if (SchemaCheck.Load(operation.Document)["definitions"]![name] is not null) // others are common types that the document only points to
                {
                    comparison.Compare(operation.Document, name, schemas[name]!, name);
                }
            }
        }

        var byType = schemas.AsObject().SelectMany(pair => pair.Value!["discriminator"]?["mapping"]?.AsObject() ?? []).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value!);
        foreach (var document in s_polymorphic)
        {
            foreach (var (name, definition) in SchemaCheck.Load(document)["definitions"]!.AsObject())
            {
                if ((string?)definition!["x-ms-discriminator-value"] is { } type)
                {
                    comparison.Compare(document, name, new JsonObject { ["$ref"] = (string)byType[type]! }, name);
                }
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Faults.Except(s_different.Keys), Is.Empty);
            Assert.That(s_different.Keys.Except(comparison.Faults), Is.Empty, "differences that are none any more");
        });
    }

    [Test]
    public void Every_group_and_operation_says_what_it_is_for()
    {
        var described = _document["tags"]!.AsArray().ToDictionary(tag => (string)tag!["name"]!, tag => (string)tag!["description"]!);
        var operations = _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(operations.SelectMany(operation => operation["tags"]!.AsArray()).Select(tag => (string)tag!).Distinct(), Is.EquivalentTo(described.Keys));
            Assert.That(described.Values, Has.All.Length.GreaterThan(10));
            Assert.That(operations.Select(operation => (string)operation["summary"]!), Has.All.Not.Empty);
        });
    }

    [Test]
    public void Examples_are_those_of_the_contract()
    {
        var faults = new List<string>();
        foreach (var operation in Operations)
        {
            var ours = Find(operation)!;
            foreach (var example in operation.Examples)
            {
                var json = ContractOperation.SharedFilesJson("openapi/" + example);
                if (ours["requestBody"] is not null && json["parameters"]!["parameters"] is { } body && !Shown(ours["requestBody"]).Any(shown => JsonNode.DeepEquals(shown, body)))
                {
                    faults.Add($"{operation.Id} lacks the body of {example}");
                }

                foreach (var (status, reply) in json["responses"]!.AsObject())
                {
                    if (reply!["body"] is { } expected && !s_contradictory.Contains(example) && !Shown(ours["responses"]![status]).Any(shown => JsonNode.DeepEquals(shown, expected)))
                    {
                        faults.Add($"{operation.Id} lacks the {status} of {example}");
                    }
                }
            }
        }

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Every_type_discriminator_of_the_encoding_and_key_documents_is_described()
    {
        var known = _document["components"]!["schemas"]!.AsObject()
            .SelectMany(pair => pair.Value!["discriminator"]?["mapping"]?.AsObject().Select(entry => entry.Key) ?? []).ToHashSet();
        var official = s_polymorphic.SelectMany(name => ContractOperation.SharedFilesJson("openapi/" + name)["definitions"]!.AsObject())
            .Select(pair => (string?)pair.Value!["x-ms-discriminator-value"]).OfType<string>();

        Assert.That(official.Except(known), Is.Empty);
    }

    private JsonNode? Find(ContractOperation operation) => _document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(verb => (Path: path.Key, Verb: verb.Key, Json: verb.Value)))
        .Where(one => one.Verb.Equals(operation.Verb, StringComparison.OrdinalIgnoreCase)
            && PathParameter().Replace(one.Path, "{}").Equals(PathParameter().Replace(operation.Path, "{}"), StringComparison.OrdinalIgnoreCase)
            && (string)one.Json!["operationId"]! == operation.Id)
        .Select(one => one.Json).FirstOrDefault();

    private static IEnumerable<JsonNode?> Shown(JsonNode? part) =>
        (part?["content"]?["application/json"]?["examples"]?.AsObject() ?? []).Select(pair => pair.Value!["value"]);

    private static JsonNode Resolve(JsonNode parameter, string document)
    {
        if ((string?)parameter["$ref"] is not { } reference)
        {
            return parameter;
        }

        var parts = reference.Split('#');
        return parts[1].Trim('/').Split('/').Aggregate(SchemaCheck.Load(parts[0].Length == 0 ? document : parts[0][2..]), (node, step) => node[step]!);
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex PathParameter();
}
