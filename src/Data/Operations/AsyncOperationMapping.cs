using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Operations;

internal sealed class AsyncOperationMapping : IEntityTypeConfiguration<AsyncOperation>
{
    public void Configure(EntityTypeBuilder<AsyncOperation> builder)
    {
        builder.ToTable("AsyncOperations");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasMaxLength(100);
        builder.Property(row => row.ResourceName).HasMaxLength(Columns.NameLength);
        builder.HasIndex(row => new { row.AccountId, row.Status });
        builder.HasIndex(row => row.ExpiresAt);
    }
}
