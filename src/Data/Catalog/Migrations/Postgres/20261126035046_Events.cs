using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Events : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "EventDeliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "uuid", nullable: false),
                    EventId = table.Column<Guid>(type: "uuid", nullable: false),
                    EventType = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Topic = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EventTime = table.Column<long>(type: "bigint", nullable: false),
                    DataJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttempt = table.Column<long>(type: "bigint", nullable: false),
                    Lease = table.Column<Guid>(type: "uuid", nullable: true),
                    History = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    EndReason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EventSubscriptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Schema = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    EndpointBaseUrl = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProtectedEndpointUrl = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProtectedAttributes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Filter = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Labels = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExpirationTime = table.Column<long>(type: "bigint", nullable: true),
                    MaxDeliveryAttempts = table.Column<int>(type: "integer", nullable: false),
                    TimeToLiveMinutes = table.Column<int>(type: "integer", nullable: false),
                    MaxEventsPerBatch = table.Column<int>(type: "integer", nullable: false),
                    PreferredBatchKilobytes = table.Column<int>(type: "integer", nullable: false),
                    DeadLetterResourceId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DeadLetterContainer = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true, collation: "C"),
                    ValidationHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    ValidationExpires = table.Column<long>(type: "bigint", nullable: true),
                    Audit_CreatedAt = table.Column<long>(type: "bigint", nullable: true),
                    Audit_CreatedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Audit_CreatedByType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Audit_LastModifiedAt = table.Column<long>(type: "bigint", nullable: true),
                    Audit_LastModifiedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Audit_LastModifiedByType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    NameKey = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Created = table.Column<long>(type: "bigint", nullable: false),
                    LastModified = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventSubscriptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EventSubscriptions_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_EventDeliveries_AccountId",
                table: "EventDeliveries",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_EventDeliveries_State_EndTime",
                table: "EventDeliveries",
                columns: new[] { "State", "EndTime" });

            migrationBuilder.CreateIndex(
                name: "IX_EventDeliveries_State_NextAttempt",
                table: "EventDeliveries",
                columns: new[] { "State", "NextAttempt" });

            migrationBuilder.CreateIndex(
                name: "IX_EventDeliveries_SubscriptionId_EventTime_Id",
                table: "EventDeliveries",
                columns: new[] { "SubscriptionId", "EventTime", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_EventSubscriptions_AccountId_NameKey",
                table: "EventSubscriptions",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EventSubscriptions_ValidationHash",
                table: "EventSubscriptions",
                column: "ValidationHash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EventDeliveries");

            migrationBuilder.DropTable(
                name: "EventSubscriptions");
        }
    }
}
