using System.Text.Json;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>
/// <c>connection.json</c> in the data directory: all that a script or a person needs to point a client at this server.
/// Holds secrets, hence mode 0600; replaced atomically at every start.
/// </summary>
/// <param name="ArmEndpoint">Base of the management API over https; the official clients accept no other.</param>
/// <param name="ArmHttpEndpoint">The same API over plain http, for curl.</param>
/// <param name="StreamingEndpoint">Base of the streaming URLs.</param>
/// <param name="KeyDeliveryEndpoint">Base of the key and licence URLs.</param>
/// <param name="BlobEndpoint">Base of the blob service that SAS URLs point at; null when blobs are in Azure.</param>
/// <param name="SubscriptionId">GUID of the subscription.</param>
/// <param name="ResourceGroup">Name of the resource group.</param>
/// <param name="Account">Name of the media account.</param>
/// <param name="TenantId">GUID that stands for the directory tenant.</param>
/// <param name="ClientId">Service principal made for this installation.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Token">Bearer token good for a day from this start.</param>
/// <param name="CaCertificate">PEM file of the authority that signs the https endpoints.</param>
/// <param name="PlayerPage">The page that plays manifests.</param>
/// <param name="SwaggerUi">The interactive description of the API.</param>
internal sealed record ConnectionFile(
    Uri ArmEndpoint,
    Uri ArmHttpEndpoint,
    Uri StreamingEndpoint,
    Uri KeyDeliveryEndpoint,
    Uri? BlobEndpoint,
    string SubscriptionId,
    string ResourceGroup,
    string Account,
    string TenantId,
    string ClientId,
    string ClientSecret,
    string Token,
    string CaCertificate,
    Uri PlayerPage,
    Uri SwaggerUi)
{
    /// <summary>Name inside the data directory.</summary>
    public const string FileName = "connection.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the file atomically, readable by its owner only.</summary>
    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n", AtomicFile.OwnerOnly);

    /// <summary>The file of an earlier start, or null when there is none or it cannot be understood.</summary>
    public static ConnectionFile? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllText(path), Json);
        }
        catch (JsonException)
        {
            return null; // Edited by hand and broken: a new client secret is made below, nothing else depends on it.
        }
    }

    /// <summary>One line for programs that read our standard output.</summary>
    public string ToJsonLine() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
