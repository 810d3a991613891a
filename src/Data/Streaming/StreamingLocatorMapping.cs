using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Streaming;

internal sealed class StreamingLocatorMapping : IEntityTypeConfiguration<StreamingLocator>
{
    public void Configure(EntityTypeBuilder<StreamingLocator> builder)
    {
        builder.Named("StreamingLocators");
        builder.Property(row => row.AssetName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.StreamingPolicyName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.StreamingPolicyKey).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.DefaultContentKeyPolicyName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.Filters).Json();
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.AccountId, row.Created, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.EndTime, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.AssetName, row.NameKey });
        builder.HasOne<Assets.Asset>().WithMany().HasForeignKey(row => row.AssetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.ContentKeys).WithOne().HasForeignKey(key => key.LocatorId).OnDelete(DeleteBehavior.Cascade);
    }
}
