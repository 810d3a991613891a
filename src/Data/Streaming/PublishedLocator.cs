using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Filters;

namespace MediaPlatform.Data.Streaming;

/// <summary>All that an origin needs to serve a locator, read at one moment.</summary>
/// <param name="Locator">With its content keys.</param>
/// <param name="Policy">Null when the streaming policy was deleted.</param>
/// <param name="AssetFilters">Filters of the asset.</param>
/// <param name="AccountFilters">Filters of the account; an asset filter of the same name goes first. One for all locators of the account while it does not change.</param>
/// <param name="Stamp">Differs as soon as any of the parts changed; see <see cref="LocatorReader.ReadStampsAsync"/>.</param>
public sealed record PublishedLocator(
    StreamingLocator Locator,
    Asset Asset,
    StreamingPolicy? Policy,
    FilterSet AssetFilters,
    FilterSet AccountFilters,
    LocatorStamp Stamp);
