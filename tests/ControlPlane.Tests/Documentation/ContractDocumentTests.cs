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
    // Metrics and edge usage ended with the service.
    private static readonly string[] s_otherShape = ["OperationCollection", "EdgePolicies"];

    // Identities are kept as sent, whatever their members, and real replies never carried a count.
    private static readonly string[] s_leftOut =
    [
        "MediaService.identity.type", "MediaService.identity.principalId", "MediaService.identity.tenantId", "MediaService.identity.userAssignedIdentities",
        "StreamingEndpointListResult.@odata.count",
    ];

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
    public void Bodies_and_replies_have_the_members_of_the_official_schemas()
    {
        var faults = new List<string>();
        foreach (var operation in Operations)
        {
            foreach (var name in operation.Responses.Where(pair => pair.Key != "default").Select(pair => (string?)pair.Value).OfType<string>().Distinct().Except(s_otherShape))
            {
                var ours = Members(_document["components"]!["schemas"]!, "#/components/schemas/" + name, 2);
                var official = ContractOperation.SharedFilesJson("openapi/" + operation.Document);
                if (official["definitions"]![name] is null)
                {
                    continue; // a common type that the document only points to
                }

                faults.AddRange(Members(official["definitions"]!, "#/definitions/" + name, 2).Except(ours).Select(member => $"{name}{member}"));
            }
        }

        Assert.That(faults.Distinct().Except(s_leftOut), Is.Empty);
    }

    [Test]
    public void Every_type_discriminator_of_the_encoding_and_key_documents_is_described()
    {
        var known = _document["components"]!["schemas"]!.AsObject()
            .SelectMany(pair => pair.Value!["discriminator"]?["mapping"]?.AsObject().Select(entry => entry.Key) ?? []).ToHashSet();
        string[] documents = ["Encoding.json", "ContentKeyPolicies.json", "AssetsAndAssetFilters.json"];
        var official = documents.SelectMany(name => ContractOperation.SharedFilesJson("openapi/" + name)["definitions"]!.AsObject())
            .Select(pair => (string?)pair.Value!["x-ms-discriminator-value"]).OfType<string>();

        Assert.That(official.Except(known), Is.Empty);
    }

    private JsonNode? Find(ContractOperation operation) => _document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(verb => (Path: path.Key, Verb: verb.Key, Json: verb.Value)))
        .Where(one => one.Verb.Equals(operation.Verb, StringComparison.OrdinalIgnoreCase)
            && PathParameter().Replace(one.Path, "{}").Equals(PathParameter().Replace(operation.Path, "{}"), StringComparison.OrdinalIgnoreCase)
            && (string)one.Json!["operationId"]! == operation.Id)
        .Select(one => one.Json).FirstOrDefault();

    // Paths of members down to a depth, with references within the document followed.
    private static HashSet<string> Members(JsonNode definitions, string reference, int depth)
    {
        var found = new HashSet<string>();
        Visit(definitions[reference[(reference.LastIndexOf('/') + 1)..]], "", depth);
        return found;

        void Visit(JsonNode? schema, string path, int left)
        {
            if (schema is null)
            {
                return;
            }

            if ((string?)schema["$ref"] is { } inner)
            {
                Visit(inner.StartsWith('#') ? definitions[inner[(inner.LastIndexOf('/') + 1)..]] : null, path, left);
                return;
            }

            foreach (var parent in schema["allOf"]?.AsArray() ?? [])
            {
                Visit(parent, path, left);
            }

            foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
            {
                found.Add($"{path}.{name}");
                if (left > 1)
                {
                    Visit(member, $"{path}.{name}", left - 1);
                }
            }
        }
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex PathParameter();
}
