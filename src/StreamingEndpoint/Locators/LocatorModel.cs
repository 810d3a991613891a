using System.Collections.Concurrent;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Filters;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Locators;

/// <summary>A locator with its asset, policy and filters, compiled for requests; immutable.</summary>
internal sealed class LocatorModel
{
    private readonly ConcurrentDictionary<EncryptionTag, StreamProtection> _protections = new();
    private readonly ProtectionReader _reader;
    private CompiledFilter? _ownFilter;

    public LocatorModel(PublishedLocator published, ProtectionReader reader)
    {
        _reader = reader;
        Published = published;
        Start = published.Locator.StartTime ?? DateTimeOffset.MinValue;
        End = published.Locator.EndTime ?? DateTimeOffset.MaxValue;
    }

    public PublishedLocator Published { get; }

    public Guid Id => Published.Locator.Id;

    public Guid AccountId => Published.Locator.AccountId;

    public string StorageAccount => Published.Asset.StorageAccountName;

    public string Container => Published.Asset.Container;

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public LocatorStamp Stamp => Published.Stamp;

    public bool IsValidAt(DateTimeOffset now) => now >= Start && now < End;

    /// <summary>A filter of the asset hides one of the account with the same name.</summary>
    public StreamingFilter? Filter(string name) => Published.AssetFilters.Find(name) ?? Published.AccountFilters.Find(name);

    /// <summary>The filters that the locator names, as one. What URLs add is not in it.</summary>
    /// <exception cref="Errors.OriginException">A filter is missing or cannot be applied.</exception>
    public CompiledFilter OwnFilter => _ownFilter ??= FilterResolver.Resolve(this, []);

    /// <summary>The protocols that the policy enables under an encryption, null when the policy does not have it.</summary>
    public EnabledProtocols? Protocols(EncryptionTag encryption) => encryption switch
    {
        EncryptionTag.None => Published.Policy?.NoEncryption?.EnabledProtocols,
        EncryptionTag.Cbc => Published.Policy?.EnvelopeEncryption?.EnabledProtocols,
        EncryptionTag.Cbcs => Published.Policy?.CommonEncryptionCbcs?.EnabledProtocols,
        _ => Published.Policy?.CommonEncryptionCenc?.EnabledProtocols,
    };

    /// <summary>How tracks are encrypted; null when a URL asks for clear media. Keys are opened at the first use.</summary>
    public StreamProtection? Protection(EncryptionTag encryption) => encryption == EncryptionTag.None
        ? null
        : _protections.TryGetValue(encryption, out var known) ? known : _protections.GetOrAdd(encryption, _reader.Read(Published, encryption));

    /// <summary>Number of encryptions of the policy that have protocols enabled.</summary>
    public int Encryptions =>
        (Published.Policy?.EnvelopeEncryption?.EnabledProtocols is null ? 0 : 1)
        + (Published.Policy?.CommonEncryptionCenc?.EnabledProtocols is null ? 0 : 1)
        + (Published.Policy?.CommonEncryptionCbcs?.EnabledProtocols is null ? 0 : 1);
}
