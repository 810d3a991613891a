using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Assets;

internal sealed class AssetMapping : IEntityTypeConfiguration<Asset>
{
    public void Configure(EntityTypeBuilder<Asset> builder)
    {
        builder.Named("Assets");
        builder.Property(row => row.AlternateId).HasMaxLength(Columns.KeyLength);
        builder.Property(row => row.Container).HasMaxLength(63);
        builder.Property(row => row.StorageAccountName).HasMaxLength(63);
        builder.Property(row => row.StorageEncryptionFormat).HasMaxLength(40);
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.AccountId, row.AlternateId, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.Created, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.LastModified, row.NameKey });
        builder.HasIndex(row => new { row.StorageAccountName, row.Container }).IsUnique();
        builder.BelongsToAccount();
    }
}
