using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Undo;

internal sealed class DeletedPartMapping : IEntityTypeConfiguration<DeletedPart>
{
    public void Configure(EntityTypeBuilder<DeletedPart> builder)
    {
        builder.ToTable("DeletedParts");
        builder.HasKey(row => new { row.DeletedId, row.Index });
        builder.Property(row => row.Index).ValueGeneratedNever();
        builder.HasOne<DeletedResource>().WithMany().HasForeignKey(row => row.DeletedId).OnDelete(DeleteBehavior.Cascade);
    }
}
