using MediaPlatform.BlobEndpoint.Errors;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>What the signature of a request allows.</summary>
/// <param name="Permissions">Letters of sp; null is the account key itself: everything.</param>
/// <param name="Levels">Levels that an operation may work on.</param>
/// <param name="OfService">Whether it is a service SAS, of a container or blob.</param>
internal sealed record BlobGrant(string? Permissions, IReadOnlyList<BlobLevel> Levels, bool OfService)
{
    public static readonly BlobGrant Everything = new(null, [BlobLevel.Service, BlobLevel.Container, BlobLevel.Blob], OfService: false);

    public bool IsAccountKey => Permissions is null;

    /// <summary>Whether an existing blob may be replaced.</summary>
    public bool MayReplace => Has('w');

    public bool Has(char letter) => Permissions is null || Permissions.Contains(letter);

    public void Require(BlobRight right, BlobLevel level)
    {
        // A service SAS of a container lists its blobs, although the list is asked of the container.
        var asked = OfService && right == BlobRight.List && level == BlobLevel.Container ? BlobLevel.Blob : level;
        if (!Levels.Contains(asked))
            throw OfService ? BlobErrors.PermissionMismatch() : BlobErrors.ResourceTypeMismatch();
        var allowed = right switch
        {
            BlobRight.Read => Has('r'),
            BlobRight.WriteOrCreate => Has('w') || Has('c'),
            BlobRight.Write => Has('w'),
            BlobRight.Delete => Has('d'),
            _ => Has('l'),
        };
        if (!allowed) throw BlobErrors.PermissionMismatch();
    }
}
