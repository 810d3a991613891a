using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

internal sealed class TokenUseMapping : IEntityTypeConfiguration<TokenUse>
{
    private const int HashLength = 32;

    public void Configure(EntityTypeBuilder<TokenUse> builder)
    {
        builder.ToTable("TokenUses");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasMaxLength(HashLength);
        builder.HasIndex(row => row.Expires);
    }
}
