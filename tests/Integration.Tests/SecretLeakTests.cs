using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests;

/// <summary>A whole protected flow through the real process; afterwards nothing that it wrote holds a secret.</summary>
public sealed class SecretLeakTests
{
    private static readonly byte[] s_contentKey = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] s_tokenKey = RandomNumberGenerator.GetBytes(48);
    private static readonly byte[] s_ask = RandomNumberGenerator.GetBytes(16);
    private static readonly string s_password = "pw-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
    private static readonly byte[] s_pfx = MakePfx();
    private static readonly Guid s_keyId = Guid.NewGuid();

    [Test]
    public async Task Keys_secrets_and_tokens_are_in_no_file_no_line_and_no_error()
    {
        var data = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        try
        {
            var replies = new StringBuilder();
            string token;
            ServerProcess server;
            var settings = Path.Combine(data, "settings.json");
            await File.WriteAllTextAsync(settings, """{"Logging":{"LogLevel":{"Default":"Debug"}}}""");
            await using (server = await ServerProcess.StartAsync(data, null, "--config", settings))
            {
                token = await RunFlowAsync(server, replies);
                await server.InterruptAsync();
            }

            var lines = string.Join('\n', server.Output.Concat(server.Errors));
            Assert.That(lines, Does.Contain(s_keyId.ToString()), "the audit records are there");
            var written = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(Path.Combine(data, "keys"), StringComparison.Ordinal))
                .Select(path => (Name: Path.GetRelativePath(data, path), Bytes: File.ReadAllBytes(path)))
                .Append((Name: "output", Bytes: Encoding.UTF8.GetBytes(lines)))
                .Append((Name: "error texts", Bytes: Encoding.UTF8.GetBytes(replies.ToString())))
                .ToList();
            Assert.That(written.Select(file => file.Name), Has.Some.EndsWith("catalog.db"));
            foreach (var (name, bytes) in written)
            {
                foreach (var (what, form) in Forms(token))
                {
                    Assert.That(bytes.AsSpan().IndexOf(form), Is.EqualTo(-1), $"{what} in {name}");
                }
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> RunFlowAsync(ServerProcess server, StringBuilder replies)
    {
        using var arm = server.ArmClient();
        await PutAsync(arm, server, "assets/movie", "{}");
        await PutAsync(arm, server, "contentKeyPolicies/policy", Policy(s_password));
        await PutAsync(
            arm,
            server,
            "streamingLocators/locator",
            $$$"""{"properties":{"assetName":"movie","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"policy","contentKeys":[{"id":"{{{s_keyId}}}","labelReferenceInStreamingPolicy":"clearKeyDefault","value":"{{{Convert.ToBase64String(s_contentKey)}}}"}]}}""");
        // Wrong ones too: their texts must not quote what was sent.
        replies.Append(await SendAsync(arm, HttpMethod.Put, $"{server.AccountPath}/contentKeyPolicies/wrong", Policy(s_password + "x")));
        replies.Append(await SendAsync(arm, HttpMethod.Put, $"{server.AccountPath}/contentKeyPolicies/wrong", Policy(s_password).Replace("\"Jwt\"", "\"Other\"", StringComparison.Ordinal)));
        var made = await SendAsync(arm, HttpMethod.Post, $"{server.AccountPath}/contentKeyPolicies/policy/createTestToken", $$"""{"contentKeyId":"{{s_keyId}}","maxUses":5}""");
        var token = (string)JsonNode.Parse(made)!["token"]!;
        await SendAsync(arm, HttpMethod.Post, $"{server.AccountPath}/contentKeyPolicies/policy/getPolicyPropertiesWithSecrets", "");
        await SendAsync(arm, HttpMethod.Post, $"{server.AccountPath}/streamingLocators/locator/listContentKeys", "");
        await SendAsync(arm, HttpMethod.Post, $"{server.AccountPath}/simulateKeyDelivery", $$"""{"contentKeyId":"{{s_keyId}}","keyType":"Aes","token":"{{token}}"}""");
        using var player = new HttpClient { BaseAddress = new Uri(server.Connection["keyDeliveryEndpoint"]!.GetValue<string>().Replace("https:", "http:", StringComparison.Ordinal)) };
        Assert.That(await player.GetByteArrayAsync($"/?kid={s_keyId}&token={token}"), Is.EqualTo(s_contentKey));
        foreach (var path in new[] { $"/?kid={s_keyId}&token={token}x", $"/Widevine/?kid={s_keyId}&token={token}", "/?kid=x" })
        {
            using var reply = await player.PostAsync(path, null);
            Assert.That(reply.StatusCode, Is.Not.EqualTo(HttpStatusCode.OK));
            replies.Append(await reply.Content.ReadAsStringAsync()).Append(reply.Headers);
        }

        return token;
    }

    private static async Task PutAsync(HttpClient arm, ServerProcess server, string path, string json)
    {
        using var reply = await arm.PutAsync($"{server.AccountPath}/{path}?api-version=2023-01-01", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.That(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    private static async Task<string> SendAsync(HttpClient arm, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path + "?api-version=2023-01-01") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var reply = await arm.SendAsync(request);
        return await reply.Content.ReadAsStringAsync();
    }

    private static IEnumerable<(string What, byte[] Form)> Forms(string token)
    {
        yield return ("a token", Encoding.ASCII.GetBytes(token.Split('.')[2]));
        yield return ("the password", Encoding.ASCII.GetBytes(s_password));
        foreach (var (what, secret) in new[] { ("the content key", s_contentKey), ("the verification key", s_tokenKey), ("the ASk", s_ask), ("the PKCS#12 file", s_pfx[^120..]) })
        {
            yield return (what, secret);
            yield return (what, Encoding.ASCII.GetBytes(Convert.ToBase64String(secret).TrimEnd('=')));
            yield return (what, Encoding.ASCII.GetBytes(Convert.ToHexString(secret)));
            yield return (what, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)));
        }
    }

    private static string Policy(string password) => $$$"""
        {"properties":{"options":[
         {"name":"keys","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{{{Restriction}}}},
         {"name":"fairPlay","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyFairPlayConfiguration","ask":"{{{Convert.ToBase64String(s_ask)}}}",
          "fairPlayPfx":"{{{Convert.ToBase64String(s_pfx)}}}","fairPlayPfxPassword":"{{{password}}}","rentalAndLeaseKeyType":"Undefined","rentalDuration":0},"restriction":{{{Restriction}}}}]}}
        """;

    private static string Restriction => $$$"""
        {"@odata.type":"#Microsoft.Media.ContentKeyPolicyTokenRestriction","issuer":"https://sts.contoso.com","audience":"urn:contoso","restrictionTokenType":"Jwt",
         "primaryVerificationKey":{"@odata.type":"#Microsoft.Media.ContentKeyPolicySymmetricTokenKey","keyValue":"{{{Convert.ToBase64String(s_tokenKey)}}}"}}
        """;

    private static byte[] MakePfx()
    {
        using var key = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=application", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.Export(X509ContentType.Pkcs12, s_password);
    }
}
