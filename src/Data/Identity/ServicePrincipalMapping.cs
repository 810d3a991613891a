using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Identity;

internal sealed class ServicePrincipalMapping : IEntityTypeConfiguration<ServicePrincipal>
{
    public void Configure(EntityTypeBuilder<ServicePrincipal> builder)
    {
        builder.ToTable("ServicePrincipals");
        builder.HasKey(row => row.ClientId);
        builder.Property(row => row.ClientId).ValueGeneratedNever();
        builder.Property(row => row.Secrets).Json();
        builder.Property(row => row.Version).IsConcurrencyToken();
    }
}
