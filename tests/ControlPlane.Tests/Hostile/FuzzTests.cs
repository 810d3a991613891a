using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Hostile;

/// <summary>
/// Every operation with bodies, names and queries that a seed makes wrong: never a 500, every refusal an ARM error, every reply of bounded size. A
/// failure names its seed; MEDIAPLATFORM_FUZZ_SEED runs it again.
/// </summary>
[TestFixture]
public sealed partial class FuzzTests
{
    private const string SeedVariable = "MEDIAPLATFORM_FUZZ_SEED";
    private const int LongestReply = 1 << 20;
    private static readonly TimeSpan s_perDocument = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_longestCall = TimeSpan.FromSeconds(20);

    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private ExampleWorld _world = null!;
    private int _seed;

    /// <summary>One case per document of the contract.</summary>
    public static IEnumerable<string> Documents => ContractOperation.All.Select(operation => operation.Document).Distinct();

    [OneTimeSetUp]
    public async Task Start()
    {
        _seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
        _owner.Http.Timeout = s_longestCall;
        _world = await ExampleWorld.CreateAsync(_app, _owner);
        await _world.AssetAsync("a");
        await _world.TracksAsync("a");
        await _world.KeyPolicyAsync("k");
        await _world.TransformAsync("t", 1);
        await _world.JobAsync("t", "j", null);
        await _world.PutAsync("assets/a/assetFilters/f", JsonNode.Parse("""{"properties":{}}""")!, "2023-01-01");
        await _world.PutAsync("accountFilters/f", JsonNode.Parse("""{"properties":{}}""")!, "2023-01-01");
        await _world.PutAsync("streamingLocators/l", JsonNode.Parse("""{"properties":{"assetName":"a","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"k"}}""")!, "2023-01-01");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(nameof(Documents))]
    public async Task Whatever_is_sent_the_answer_is_proper(string document)
    {
        var operations = ContractOperation.All.Where(operation => operation.Document == document).ToList();
        var clock = Stopwatch.StartNew();
        var statuses = new SortedDictionary<int, int>();
        for (var round = 0; clock.Elapsed < s_perDocument || round < operations.Count * 2; round++)
        {
            var random = new Random(unchecked((_seed * 31) + (round * 7) + Documents.ToList().IndexOf(document)));
            var operation = operations[round % operations.Count];
            var (path, body) = (PathOf(operation, random), BodyOf(operation, random));
            var told = $"{SeedVariable}={_seed}, round {round}: {operation.Verb} {path}\n{body}";
            using var reply = await SendAsync(operation, path, body, told);
            var text = await reply.Content.ReadAsStringAsync();
            Check(operation, (int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType, text, told);
            statuses[(int)reply.StatusCode] = statuses.GetValueOrDefault((int)reply.StatusCode) + 1;
        }

        TestContext.Out.WriteLine($"seed {_seed}: {string.Join(", ", statuses.Select(pair => $"{pair.Value} times {pair.Key}"))}");
        Assert.That(statuses.Keys.Any(status => status < 300), "some of it still works, so that more than the first check was reached");
    }

    /// <summary>Clients of other languages write null for what is not set.</summary>
    [TestCaseSource(nameof(Documents))]
    public async Task A_null_anywhere_is_left_out_or_refused(string document)
    {
        foreach (var operation in ContractOperation.All.Where(operation => operation.Document == document && operation.Verb is not ("GET" or "DELETE")))
        {
            foreach (var body in Bodies(operation))
            {
                for (var place = 0; JsonMutator.WithNull(body, place) is { } changed; place++)
                {
                    var path = PathOf(operation, NeverWrong.Instance);
                    var told = $"{operation.Verb} {path}\n{changed}";
                    using var reply = await SendAsync(operation, path, changed, told);
                    Check(operation, (int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType, await reply.Content.ReadAsStringAsync(), told);
                }
            }
        }
    }

    private static void Check(ContractOperation operation, int status, string? type, string text, string told)
    {
        Assert.That(status, Is.LessThan(500), $"{told}\n{text}");
        Assert.That(text, Has.Length.LessThan(LongestReply), told);
        if (status < 300)
        {
            return;
        }

        Assert.That(status, Is.GreaterThanOrEqualTo(400), told);
        Assert.That(type, Is.EqualTo("application/json"), $"{told}\n{text}");
        var error = JsonNode.Parse(text)!["error"];
        Assert.That((string?)error?["code"], Is.Not.Null.And.Not.Empty, $"{told}\n{text}");
        Assert.That((string?)error?["message"], Is.Not.Null.And.Not.Empty, $"{told}\n{text}");
        Assert.That(text, Does.Not.Contain("Exception").And.Not.Contain("   at "), $"{operation.Id} tells of its insides: {told}");
    }

    private async Task<HttpResponseMessage> SendAsync(ContractOperation operation, string path, string? body, string told)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Verb), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        try
        {
            return await _owner.Http.SendAsync(request);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            throw new AssertionException($"{told}\nwas not answered: {error.Message}", error);
        }
    }

    // Most parts of a path are right, or nothing but the first check would ever be reached. Accounts are deleted under another name only.
    private string PathOf(ContractOperation operation, Random random)
    {
        var mutator = new JsonMutator(random);
        var path = Parameter().Replace(operation.Path, match =>
        {
            var name = match.Groups[1].Value;
            var right = name switch
            {
                "subscriptionId" => ControlPlaneApp.Subscription,
                "resourceGroupName" => ControlPlaneApp.ResourceGroup,
                "accountName" => operation.Id is "Mediaservices_Delete" or "Mediaservices_CreateOrUpdate" ? "fuzzed" : _world.Account,
                "locationName" => "westus",
                "assetName" => "a",
                "trackName" => "text1",
                "filterName" => "f",
                "contentKeyPolicyName" => "k",
                "streamingPolicyName" => "Predefined_ClearKey",
                "streamingLocatorName" => "l",
                "transformName" => "t",
                "jobName" => "j",
                "streamingEndpointName" => "default",
                _ => Guid.Empty.ToString(),
            };
            // What others need stays: only the new ones are deleted.
            var isNew = name == LastParameter(operation) && (operation.Verb == "DELETE" || (operation.Verb == "PUT" && random.Next(4) == 0));
            return Uri.EscapeDataString(Sound(random.Next(15) switch { 0 => mutator.Text(), 1 => mutator.Broken(right), _ => isNew && name != "accountName" ? "new" : right }));
        });
        var query = new StringBuilder("?api-version=").Append(random.Next(30) == 0 ? Uri.EscapeDataString(Sound(mutator.Text())) : operation.ApiVersion);
        if (operation.Verb == "GET" || random.Next(10) == 0)
        {
            foreach (var (name, right) in new[] { ("$filter", "name eq 'a' and properties/created gt 2020-01-01"), ("$orderby", "properties/created desc, name"), ("$top", "5"), ("$skiptoken", "[\"a\",\"b\"]") })
            {
                if (random.Next(4) == 0)
                {
                    query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(Sound(random.Next(3) == 0 ? mutator.Text() : mutator.Broken(right))));
                }
            }
        }

        return path + query;
    }

    private static string? BodyOf(ContractOperation operation, Random random)
    {
        if (operation.Verb is "GET" or "DELETE")
        {
            return null;
        }

        var mutator = new JsonMutator(random);
        var bodies = Bodies(operation);
        return bodies.Count == 0
            ? random.Next(2) == 0 ? null : mutator.Text()
            : mutator.Body(bodies[random.Next(bodies.Count)]);
    }

    private static List<JsonNode> Bodies(ContractOperation operation) =>
        [.. operation.Examples.Select(example => ContractOperation.SharedFilesJson("openapi/" + example)["parameters"]!["parameters"]).OfType<JsonNode>()];

    private static string? LastParameter(ContractOperation operation) => Parameter().Matches(operation.Path).Select(match => match.Groups[1].Value).LastOrDefault();

    // A lone surrogate is no character that a URL could carry, and Kestrel itself refuses NUL in a path, without a body. A dot segment never leaves
    // the client, which shortens the path by it: the deletion of an asset becomes that of the account.
    private static string Sound(string text)
    {
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)));
        return sound is "." or ".." ? sound + "dots" : sound;
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();

    /// <summary>Takes none of the wrong turns.</summary>
    private sealed class NeverWrong : Random
    {
        public static readonly NeverWrong Instance = new();

        public override int Next(int maxValue) => maxValue - 1;
    }
}
