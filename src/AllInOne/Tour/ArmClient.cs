using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediaPlatform.AllInOne.Hosting;

namespace MediaPlatform.AllInOne.Tour;

/// <summary>The few calls of the management API that the tour makes, over https as any client would.</summary>
internal sealed class ArmClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _account;

    public ArmClient(ConnectionFile connection)
    {
        _http = LocalHttp.Create(connection.CaCertificate);
        _http.BaseAddress = connection.ArmEndpoint;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", connection.Token);
        _account = $"/subscriptions/{connection.SubscriptionId}/resourceGroups/{connection.ResourceGroup}" +
            $"/providers/Microsoft.Media/mediaServices/{connection.Account}";
    }

    /// <summary>The resource, or null when there is none of that name.</summary>
    public async Task<JsonNode?> GetAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(Url(path, apiVersion), cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Creates or replaces a resource.</summary>
    public async Task<JsonNode> PutAsync(string path, string apiVersion, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await _http.PutAsJsonAsync(Url(path, apiVersion), body, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Calls an action.</summary>
    public async Task<JsonNode> PostAsync(string path, string apiVersion, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(Url(path, apiVersion), body, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private string Url(string path, string apiVersion) => $"{_account}/{path}?api-version={apiVersion}";

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var error = text.Length > 0 && text[0] == '{' ? JsonNode.Parse(text)?["error"] : null;
            throw new TourException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}: " +
                $"{(int)response.StatusCode} {error?["code"]} {error?["message"]}");
        }

        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
