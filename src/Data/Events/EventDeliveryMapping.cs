using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaPlatform.Data.Events;

// No foreign key to the subscription: one that is deleted at this moment must not undo the change of a job.
internal sealed class EventDeliveryMapping : IEntityTypeConfiguration<EventDelivery>
{
    public void Configure(EntityTypeBuilder<EventDelivery> builder)
    {
        builder.ToTable("EventDeliveries");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.EventType).HasMaxLength(100);
        builder.Property(row => row.EndReason).HasMaxLength(100);
        builder.Property(row => row.History).Json();
        builder.HasIndex(row => new { row.State, row.NextAttempt });
        builder.HasIndex(row => new { row.State, row.EndTime });
        builder.HasIndex(row => new { row.SubscriptionId, row.EventTime, row.Id });
        builder.HasIndex(row => row.AccountId);
    }
}
