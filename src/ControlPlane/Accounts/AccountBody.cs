using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Reads the body of an account PUT, or of a PATCH after the merge.</summary>
internal static class AccountBody
{
    public static readonly ReadOnlyMembers ReadOnly = new("MediaService", "id", "name", "type", "location", "systemData.createdBy", "systemData.createdAt", "properties.mediaServiceId");

    /// <summary>Fills an account from a body; every mistake is reported at once.</summary>
    public static void Apply(JsonObject json, MediaAccount account, int mostStorageAccounts, Mistakes mistakes)
    {
        var reader = new BodyReader(json, mistakes);
        var details = AccountDetails.Of(account);
        if (account.Version == 0)
        {
            account.Location = Locations.Display(reader.RequiredText("location", 90));
        }

        account.Tags = reader.Map("tags") ?? new Dictionary<string, string>();
        if (reader.Object("properties") is { } properties)
        {
            details = ReadStorage(properties, account, details, mostStorageAccounts);
            details = ReadSettings(properties, details);
        }
        else
        {
            reader.Missing("properties");
        }

        account.PropertiesJson = (details with { Identity = ReadIdentity(reader) }).ToJson();
        mistakes.ThrowIfAny();
    }

    private static AccountDetails ReadStorage(BodyReader properties, MediaAccount account, AccountDetails details, int most)
    {
        var identities = new Dictionary<string, JsonObject>();
        var accounts = new List<AttachedStorageAccount>();
        foreach (var storage in properties.Objects("storageAccounts"))
        {
            var id = storage.RequiredText("id", 500);
            if (id.Length > 0 && !IsStorageId(id))
            {
                storage.Wrong("id", $"The value of '{storage.PathOf("id")}' must be the ARM id of a storage account.");
            }

            accounts.Add(new(id, storage.Choice("type", "Primary", "Secondary") ?? "Primary"));
            if (storage.Object("identity") is { } identity)
            {
                identities[id] = (JsonObject)identity.Json.DeepClone();
            }
        }

        if (accounts.Count(one => one.Type == "Primary") != 1)
        {
            properties.Wrong("storageAccounts", "An account needs exactly one storage account of type Primary.");
        }

        if (accounts.Count > most)
        {
            properties.Wrong("storageAccounts", $"An account has at most {most} storage accounts.");
        }

        account.StorageAccounts = accounts;
        return details with { StorageIdentities = identities };
    }

    private static AccountDetails ReadSettings(BodyReader properties, AccountDetails details)
    {
        var fresh = new AccountDetails();
        var encryption = properties.Object("encryption");
        encryption?.Choice("type", "SystemKey", "CustomerKey");
        var access = properties.Object("keyDelivery")?.Object("accessControl");
        access?.Choice("defaultAction", "Allow", "Deny");
        _ = access?.Texts("ipAllowList");
        return details with
        {
            StorageAuthentication = properties.Choice("storageAuthentication", "System", "ManagedIdentity") ?? fresh.StorageAuthentication,
            Encryption = Copy(encryption) ?? fresh.Encryption,
            KeyDelivery = access is null ? fresh.KeyDelivery : Copy(properties.Object("keyDelivery"))!,
            PublicNetworkAccess = properties.Choice("publicNetworkAccess", "Enabled", "Disabled") ?? fresh.PublicNetworkAccess,
            MinimumTlsVersion = properties.Choice("minimumTlsVersion", "Tls10", "Tls11", "Tls12", "Tls13"),
        };
    }

    private static JsonObject? ReadIdentity(BodyReader reader)
    {
        if (reader.Object("identity") is not { } identity)
        {
            return null;
        }

        if (!identity.Has("type"))
        {
            identity.Missing("type");
        }

        var type = identity.Text("type")?.Replace(" ", "", StringComparison.Ordinal);
        string[] known = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"];
        if (type is not null && !known.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            identity.Wrong("type", $"The value of 'identity.type' is not one of {string.Join("; ", known)}.");
        }

        return Copy(identity);
    }

    private static JsonObject? Copy(BodyReader? reader) => (JsonObject?)reader?.Json.DeepClone();

    private static bool IsStorageId(string id)
    {
        var parts = id.Split('/');
        return parts.Length == 9 && parts[1].Equals("subscriptions", StringComparison.OrdinalIgnoreCase)
            && parts[6].Equals("Microsoft.Storage", StringComparison.OrdinalIgnoreCase)
            && parts[7].Equals("storageAccounts", StringComparison.OrdinalIgnoreCase) && parts[8].Length is >= 3 and <= 63
            && parts[8].All(char.IsAsciiLetterOrDigit);
    }
}
