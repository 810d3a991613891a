using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Storage;

internal sealed class StorageAccountKeysMapping : IEntityTypeConfiguration<StorageAccountKeys>
{
    public void Configure(EntityTypeBuilder<StorageAccountKeys> builder)
    {
        builder.ToTable("StorageAccountKeys");
        builder.HasKey(row => row.AccountName);
        builder.Property(row => row.AccountName).HasMaxLength(63);
        builder.Property(row => row.Version).IsConcurrencyToken();
    }
}
