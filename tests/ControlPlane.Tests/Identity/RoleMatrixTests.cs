using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Identity;

/// <summary>Every role against every operation of the contract, as a table.</summary>
[TestFixture]
public sealed partial class RoleMatrixTests
{
    private const string Everybody = "Owner, Contributor, Reader, Media operator, Policy administrator";
    private const string Administrators = "Owner, Contributor";
    private const string Operators = "Owner, Contributor, Media operator";
    private const string PolicyMakers = "Owner, Contributor, Policy administrator";

    private static readonly string[] s_roles = Everybody.Split(", ");

    // Who may change a group, or ask it for secrets; reading is everybody's.
    private static readonly Dictionary<string, string> s_writers = new()
    {
        ["Mediaservices"] = Administrators,
        ["PrivateEndpointConnections"] = Administrators,
        ["Locations"] = Administrators,
        ["Assets"] = Operators,
        ["AssetFilters"] = Operators,
        ["Tracks"] = Operators,
        ["StreamingLocators"] = Operators,
        ["Jobs"] = Operators,
        ["AccountFilters"] = PolicyMakers,
        ["ContentKeyPolicies"] = PolicyMakers,
        ["StreamingPolicies"] = PolicyMakers,
        ["Transforms"] = PolicyMakers,
        ["StreamingEndpoints"] = Administrators,
    };

    private readonly Dictionary<string, ArmClient> _clients = [];
    private ControlPlaneApp _app = null!;

    /// <summary>Every operation but those of live events, which have their own issue.</summary>
    public static IEnumerable<string> Operations =>
        ContractOperation.All.Where(operation => !operation.Path.Contains("live", StringComparison.OrdinalIgnoreCase)).Select(operation => operation.Id);

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        foreach (var role in s_roles)
        {
            _clients[role] = await _app.WithRoleAsync(role);
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
    }

    [TestCaseSource(nameof(Operations))]
    public async Task An_operation_is_open_to_its_roles_and_to_no_other(string id)
    {
        var operation = ContractOperation.All.First(one => one.Id == id);
        var expected = operation.Verb == "GET" ? Everybody : s_writers[id.Split('_')[0]];
        var allowed = new List<string>();
        foreach (var role in s_roles)
        {
            // In an account that does not exist nothing comes of a call that is let through.
            var path = Parameter().Replace(operation.Path, match => match.Groups[1].Value == "subscriptionId" ? ControlPlaneApp.Subscription : "absent");
            var reply = await _clients[role].SendAsync(new(operation.Verb), $"{path}?api-version={operation.ApiVersion}", operation.Verb is "GET" or "DELETE" ? null : "{}", "");
            Assert.That((int)reply.Status, Is.Not.EqualTo(401).And.LessThan(500), reply.ToString());
            if ((int)reply.Status != 403)
            {
                allowed.Add(role);
                continue;
            }

            Assert.That(reply.ErrorCode, Is.EqualTo("AuthorizationFailed"));
        }

        Assert.That(string.Join(", ", allowed), Is.EqualTo(expected));
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();
}
