using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Streaming;

internal sealed class StreamingPolicyMapping : IEntityTypeConfiguration<StreamingPolicy>
{
    public void Configure(EntityTypeBuilder<StreamingPolicy> builder)
    {
        builder.Named("StreamingPolicies");
        builder.Property(row => row.DefaultContentKeyPolicyName).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.NoEncryption).Json();
        builder.Property(row => row.EnvelopeEncryption).Json();
        builder.Property(row => row.CommonEncryptionCenc).Json();
        builder.Property(row => row.CommonEncryptionCbcs).Json();
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => new { row.AccountId, row.Created, row.NameKey });
        builder.BelongsToAccount();
    }
}
