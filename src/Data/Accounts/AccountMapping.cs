using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Accounts;

internal sealed class AccountMapping : IEntityTypeConfiguration<MediaAccount>
{
    public void Configure(EntityTypeBuilder<MediaAccount> builder)
    {
        builder.Named("Accounts");
        builder.Property(row => row.SubscriptionId).HasMaxLength(100);
        builder.Property(row => row.SubscriptionKey).HasMaxLength(100);
        builder.Property(row => row.ResourceGroup).HasMaxLength(100);
        builder.Property(row => row.ResourceGroupKey).HasMaxLength(100);
        builder.Property(row => row.Tags).Json();
        builder.Property(row => row.StorageAccounts).Json();
        builder.HasIndex(row => row.NameKey).IsUnique();
        builder.HasIndex(row => new { row.SubscriptionKey, row.NameKey });
    }
}
