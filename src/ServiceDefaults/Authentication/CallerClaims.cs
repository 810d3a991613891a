namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Names of the claims that a validated caller carries, whatever the issuer called them.</summary>
public static class CallerClaims
{
    /// <summary>Role name; may occur several times.</summary>
    public const string Role = "roles";

    /// <summary>ARM id prefix that the roles cover; absent means everything.</summary>
    public const string Scope = "mp_scope";

    /// <summary>Object or client id.</summary>
    public const string Id = "oid";

    /// <summary>What systemData shows as createdBy.</summary>
    public const string Name = "name";

    /// <summary>User or Application: systemData createdByType.</summary>
    public const string Kind = "mp_kind";
}
