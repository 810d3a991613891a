namespace MediaPlatform.Data.ContentKeys;

/// <summary>One way to get a key: what is delivered, and to whom.</summary>
public sealed record ContentKeyPolicyOption
{
    /// <summary>Given when the option is first stored.</summary>
    public Guid PolicyOptionId { get; init; }

    /// <summary>Shown in audit records.</summary>
    public string? Name { get; init; }

    /// <summary>What is delivered.</summary>
    public ContentKeyPolicyConfiguration? Configuration { get; init; }

    /// <summary>Who gets it.</summary>
    public ContentKeyPolicyRestriction? Restriction { get; init; }
}
