using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.StreamingEndpoints;

internal sealed class StreamingEndpointMapping : IEntityTypeConfiguration<StreamingEndpointRecord>
{
    public void Configure(EntityTypeBuilder<StreamingEndpointRecord> builder)
    {
        builder.Named("StreamingEndpoints");
        builder.Property(row => row.Tags).Json();
        builder.Property(row => row.AccessControl).Json();
        builder.Property(row => row.CustomHostNames).Json();
        builder.Property(row => row.CrossSiteAccessPolicies).Json();
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.BelongsToAccount();
    }
}
