using System.Text.Json;
using MediaPlatform.Data.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MediaPlatform.Data.Catalog;

/// <summary>Column shapes that the mappings share.</summary>
internal static class Columns
{
    /// <summary>Longest name of the contract (260), with room for the 1-to-2 growth of lower-casing.</summary>
    public const int NameLength = 300;

    /// <summary>Longest text that SQL Server can index.</summary>
    public const int KeyLength = 400;

    public static void Named<T>(this EntityTypeBuilder<T> entity, string table)
        where T : NamedResource
    {
        entity.ToTable(table);
        entity.HasKey(row => row.Id);
        entity.Property(row => row.Id).ValueGeneratedNever();
        entity.Property(row => row.Name).HasMaxLength(NameLength);
        entity.Property(row => row.NameKey).HasMaxLength(NameLength);
        entity.Property(row => row.Version).IsConcurrencyToken();
        entity.ComplexProperty(row => row.Audit);
    }

    /// <summary>
    /// No row without its account, whoever is faster. The account's own deletion removes the rows: cascades from here and from assets would
    /// meet in one table, which SQL Server refuses.
    /// </summary>
    public static void BelongsToAccount<T>(this EntityTypeBuilder<T> entity)
        where T : NamedResource =>
        entity.HasOne<MediaAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.NoAction);

    /// <summary>Stores the member as JSON text.</summary>
    public static PropertyBuilder<TValue> Json<TValue>(this PropertyBuilder<TValue> property) =>
        property.HasConversion(new JsonColumn<TValue>(), new JsonColumnComparer<TValue>());

    private sealed class JsonColumn<TValue>() : ValueConverter<TValue, string>(
        value => JsonSerializer.Serialize(value, StoredJson.Options),
        text => JsonSerializer.Deserialize<TValue>(text, StoredJson.Options)!);

    // Rows are read without tracking and replaced whole, so reference equality is enough to call a document unchanged.
    private sealed class JsonColumnComparer<TValue>() : ValueComparer<TValue>(
        (left, right) => ReferenceEquals(left, right),
        value => value == null ? 0 : value.GetHashCode(),
        value => value);
}
