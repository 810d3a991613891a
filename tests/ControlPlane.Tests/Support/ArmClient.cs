using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace MediaPlatform.ControlPlane.Tests.Support;

/// <summary>Plain HTTP as a client would send it; paths start at the account unless they start with a slash.</summary>
internal sealed class ArmClient(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    public Task<ArmReply> GetAsync(string path, string version = "2023-01-01") => SendAsync(HttpMethod.Get, path, null, version);

    public Task<ArmReply> PutAsync(string path, string json, string version = "2023-01-01") => SendAsync(HttpMethod.Put, path, json, version);

    public Task<ArmReply> PatchAsync(string path, string json, string version = "2023-01-01") => SendAsync(HttpMethod.Patch, path, json, version);

    public Task<ArmReply> PostAsync(string path, string? json = null, string version = "2023-01-01") => SendAsync(HttpMethod.Post, path, json, version);

    public Task<ArmReply> DeleteAsync(string path, string version = "2023-01-01") => SendAsync(HttpMethod.Delete, path, null, version);

    public async Task<ArmReply> SendAsync(HttpMethod method, string path, string? json, string version)
    {
        var url = path.StartsWith("http", StringComparison.Ordinal) ? path : path.StartsWith('/') ? path : $"{ControlPlaneApp.Account}/{path}";
        if (!url.Contains("api-version=", StringComparison.OrdinalIgnoreCase) && version.Length > 0)
        {
            url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "api-version=" + version;
        }

        using var request = new HttpRequestMessage(method, url);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(pair => pair.Key, pair => string.Join(", ", pair.Value), StringComparer.OrdinalIgnoreCase);

        // Every reply of every test is held against the official documents.
        Assert.That(ReplyCheck.Of(method.Method, new Uri(http.BaseAddress!, request.RequestUri!), (int)response.StatusCode, text), Is.Empty, $"{method} {url}\n{text}");
        return new(response.StatusCode, text, headers);
    }

    public void Dispose() => http.Dispose();
}

internal sealed record ArmReply(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? ErrorCode => Json["error"]?["code"]?.GetValue<string>();

    public string? ErrorMessage => Json["error"]?["message"]?.GetValue<string>();

    public override string ToString() => $"{(int)Status} {Text}";
}
