using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Undo;

// No key to the account: what is left of its assets outlives it until the containers are removed.
internal sealed class DeletedResourceMapping : IEntityTypeConfiguration<DeletedResource>
{
    public void Configure(EntityTypeBuilder<DeletedResource> builder)
    {
        builder.Named("DeletedResources");
        builder.Property(row => row.ResourceName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.ParentName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.StorageAccountName).HasMaxLength(63);
        builder.Property(row => row.Container).HasMaxLength(63);
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.StorageAccountName, row.Container });
        builder.HasIndex(row => row.ExpiresAt);
    }
}
