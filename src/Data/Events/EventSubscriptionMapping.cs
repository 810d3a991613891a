using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Events;

internal sealed class EventSubscriptionMapping : IEntityTypeConfiguration<EventSubscription>
{
    public void Configure(EntityTypeBuilder<EventSubscription> builder)
    {
        builder.Named("EventSubscriptions");
        builder.BelongsToAccount();
        builder.Property(row => row.Filter).Json();
        builder.Property(row => row.Labels).Json();
        builder.Property(row => row.DeadLetterContainer).HasMaxLength(63);
        builder.Property(row => row.ValidationHash).HasMaxLength(64);
        builder.HasIndex(row => new { row.AccountId, row.NameKey }).IsUnique();
        builder.HasIndex(row => row.ValidationHash);
    }
}
