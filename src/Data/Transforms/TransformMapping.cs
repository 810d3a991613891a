using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Transforms;

internal sealed class TransformMapping : IEntityTypeConfiguration<Transform>
{
    public void Configure(EntityTypeBuilder<Transform> builder)
    {
        builder.Named("Transforms");
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.AccountId, row.Created, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.LastModified, row.NameKey });
        builder.BelongsToAccount();
    }
}
