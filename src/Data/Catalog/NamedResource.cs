namespace MediaPlatform.Data.Catalog;

/// <summary>What every named row of the catalog has: who owns it, its name, its audit members and its version.</summary>
public abstract class NamedResource
{
    public Guid Id { get; set; }

    /// <summary>The account (mediaServiceId) that the row belongs to.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The name with the letter case of its creation.</summary>
    public string Name
    {
        get;
        set
        {
            field = value;
            NameKey = KeyOf(value);
        }
    } = "";

    /// <summary>The name in invariant lower case: unique within its parent, used by every look-up and as the default order.</summary>
    public string NameKey { get; private set; } = "";

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset LastModified { get; set; }

    public SystemData Audit { get; set; } = new();

    /// <summary>Zero until first stored; changes with every write and guards against lost updates.</summary>
    public long Version { get; set; }

    /// <summary>The look-up form of a name.</summary>
    public static string KeyOf(string name) => name.ToLowerInvariant();
}
