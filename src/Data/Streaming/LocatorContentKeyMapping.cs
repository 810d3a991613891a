using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Streaming;

internal sealed class LocatorContentKeyMapping : IEntityTypeConfiguration<LocatorContentKey>
{
    public void Configure(EntityTypeBuilder<LocatorContentKey> builder)
    {
        builder.ToTable("LocatorContentKeys");
        builder.HasKey(row => new { row.LocatorId, row.Id });
        builder.Property(row => row.Type).HasMaxLength(40);
        builder.Property(row => row.PolicyName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.Tracks).Json();
        builder.Property(row => row.Signals).Json();
        builder.HasIndex(row => row.Id);
    }
}
