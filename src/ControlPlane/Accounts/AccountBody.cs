using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.KeyAuthorization;

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
            account.Location = Locations.Read(reader);
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
        return details with
        {
            StorageAuthentication = properties.Choice("storageAuthentication", "System", "ManagedIdentity") ?? fresh.StorageAuthentication,
            Encryption = ReadEncryption(properties) ?? fresh.Encryption,
            KeyDelivery = ReadKeyDelivery(properties) ?? fresh.KeyDelivery,
            PublicNetworkAccess = properties.Choice("publicNetworkAccess", "Enabled", "Disabled") ?? fresh.PublicNetworkAccess,
            MinimumTlsVersion = properties.Choice("minimumTlsVersion", "Tls10", "Tls11", "Tls12", "Tls13"),
        };
    }

    private static JsonObject? ReadEncryption(BodyReader properties)
    {
        if (properties.Object("encryption") is not { } encryption)
        {
            return null;
        }

        if (!encryption.Has("type"))
        {
            encryption.Missing("type");
        }

        return Copy(encryption, encryption.Choice("type", "SystemKey", "CustomerKey"));
    }

    // Key delivery obeys what is stored here, so nothing is kept that it would not understand.
    private static JsonObject? ReadKeyDelivery(BodyReader properties)
    {
        if (properties.Object("keyDelivery")?.Object("accessControl") is not { } access)
        {
            return null;
        }

        var action = access.Choice("defaultAction", "Allow", "Deny") ?? "Allow";
        var allowed = access.Texts("ipAllowList");
        foreach (var (index, text) in allowed.Index().Where(entry => !AddressRules.IsAddress(entry.Item)))
        {
            access.Wrong($"ipAllowList[{index}]", $"The value '{text}' of '{access.PathOf("ipAllowList")}' must be an address or a range such as 10.0.0.0/8.");
        }

        if (action == "Allow" && allowed.Count > 0)
        {
            access.Wrong("ipAllowList", $"The value of '{access.PathOf("ipAllowList")}' must be empty when the default action is Allow.");
        }

        return new() { ["accessControl"] = new JsonObject { ["defaultAction"] = action, ["ipAllowList"] = new JsonArray([.. allowed.Select(text => (JsonNode)text)]) } };
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

        string[] known = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"];
        var sent = identity.Text("type")?.Replace(" ", "", StringComparison.Ordinal);
        var type = known.FirstOrDefault(one => one.Equals(sent, StringComparison.OrdinalIgnoreCase));
        if (sent is not null && type is null)
        {
            identity.Wrong("type", $"The value of 'identity.type' is not one of {string.Join("; ", known)}.");
        }

        return Copy(identity, type);
    }

    // As it was sent, but the type in the contract's spelling and nothing that is null.
    private static JsonObject Copy(BodyReader reader, string? type)
    {
        var copy = new JsonObject { ["type"] = type };
        foreach (var (name, value) in reader.Json)
        {
            if (value is not null && !name.Equals("type", StringComparison.OrdinalIgnoreCase))
            {
                copy[name] = value.DeepClone();
            }
        }

        return copy;
    }

    private static bool IsStorageId(string id)
    {
        var parts = id.Split('/');
        return parts.Length == 9 && parts[1].Equals("subscriptions", StringComparison.OrdinalIgnoreCase)
            && parts[6].Equals("Microsoft.Storage", StringComparison.OrdinalIgnoreCase)
            && parts[7].Equals("storageAccounts", StringComparison.OrdinalIgnoreCase) && parts[8].Length is >= 3 and <= 63
            && parts[8].All(char.IsAsciiLetterOrDigit);
    }
}
