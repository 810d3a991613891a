using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Filters;

internal sealed class FilterMapping : IEntityTypeConfiguration<StreamingFilter>
{
    public void Configure(EntityTypeBuilder<StreamingFilter> builder)
    {
        builder.Named("Filters");
        builder.Property(row => row.PresentationTimeRange).Json();
        builder.Property(row => row.Tracks).Json();
        builder.HasIndex(row => new { row.AccountId, row.ScopeId, row.NameKey }).IsUnique();
        builder.BelongsToAccount();
        builder.HasOne<Assets.Asset>().WithMany().HasForeignKey(row => row.AssetId).OnDelete(DeleteBehavior.Cascade);
    }
}
