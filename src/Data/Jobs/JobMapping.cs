using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Jobs;

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.Named("Jobs");
        builder.Property(row => row.CorrelationData).Json();
        builder.Property(row => row.ClaimedBy).HasMaxLength(200);
        builder.HasIndex(row => new { row.TransformId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.TransformId, row.Created, row.NameKey });
        builder.HasIndex(row => new { row.TransformId, row.LastModified, row.NameKey });
        builder.HasIndex(row => new { row.TransformId, row.State, row.NameKey });
        builder.HasIndex(row => new { row.State, row.Created });
        builder.HasOne<Transforms.Transform>().WithMany().HasForeignKey(row => row.TransformId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.Outputs).WithOne().HasForeignKey(output => output.JobId).OnDelete(DeleteBehavior.Cascade);
    }
}
