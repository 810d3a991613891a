using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Sqlite
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Topic = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    EventTime = table.Column<long>(type: "INTEGER", nullable: false),
                    DataJson = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttempt = table.Column<long>(type: "INTEGER", nullable: false),
                    Lease = table.Column<Guid>(type: "TEXT", nullable: true),
                    History = table.Column<string>(type: "TEXT", nullable: false),
                    EndTime = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EventSubscriptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Schema = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EndpointBaseUrl = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedEndpointUrl = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedAttributes = table.Column<string>(type: "TEXT", nullable: true),
                    Filter = table.Column<string>(type: "TEXT", nullable: false),
                    Labels = table.Column<string>(type: "TEXT", nullable: false),
                    ExpirationTime = table.Column<long>(type: "INTEGER", nullable: true),
                    MaxDeliveryAttempts = table.Column<int>(type: "INTEGER", nullable: false),
                    TimeToLiveMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    MaxEventsPerBatch = table.Column<int>(type: "INTEGER", nullable: false),
                    PreferredBatchKilobytes = table.Column<int>(type: "INTEGER", nullable: false),
                    DeadLetterResourceId = table.Column<string>(type: "TEXT", nullable: true),
                    DeadLetterContainer = table.Column<string>(type: "TEXT", maxLength: 63, nullable: true),
                    ValidationHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ValidationExpires = table.Column<long>(type: "INTEGER", nullable: true),
                    Audit_CreatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Audit_CreatedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Audit_CreatedByType = table.Column<string>(type: "TEXT", nullable: true),
                    Audit_LastModifiedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Audit_LastModifiedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Audit_LastModifiedByType = table.Column<string>(type: "TEXT", nullable: true),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Created = table.Column<long>(type: "INTEGER", nullable: false),
                    LastModified = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
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
