namespace MediaPlatform.Data.Queries;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most <see cref="ListQuery{T}.PageSize"/> rows.</param>
/// <param name="Next">Token for <see cref="ListQuery{T}.After"/>; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
