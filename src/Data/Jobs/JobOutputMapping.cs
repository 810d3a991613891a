using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Jobs;

internal sealed class JobOutputMapping : IEntityTypeConfiguration<JobOutput>
{
    public void Configure(EntityTypeBuilder<JobOutput> builder)
    {
        builder.ToTable("JobOutputs");
        builder.HasKey(row => new { row.JobId, row.Index });
        builder.Property(row => row.Index).ValueGeneratedNever();
        builder.Property(row => row.AssetName).HasMaxLength(Columns.NameLength);
    }
}
