using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.ContentKeys;

internal sealed class ContentKeyPolicyMapping : IEntityTypeConfiguration<ContentKeyPolicy>
{
    public void Configure(EntityTypeBuilder<ContentKeyPolicy> builder)
    {
        builder.Named("ContentKeyPolicies");
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.AccountId, row.Created, row.NameKey });
        builder.HasIndex(row => new { row.AccountId, row.LastModified, row.NameKey });
        builder.BelongsToAccount();
    }
}
