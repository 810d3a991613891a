using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.SqlServer
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
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EventId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EventType = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Topic = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Subject = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    EventTime = table.Column<long>(type: "bigint", nullable: false),
                    DataJson = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    NextAttempt = table.Column<long>(type: "bigint", nullable: false),
                    Lease = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    History = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    EndReason = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2_UTF8")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EventSubscriptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Schema = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    EndpointBaseUrl = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedEndpointUrl = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedAttributes = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Filter = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Labels = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ExpirationTime = table.Column<long>(type: "bigint", nullable: true),
                    MaxDeliveryAttempts = table.Column<int>(type: "int", nullable: false),
                    TimeToLiveMinutes = table.Column<int>(type: "int", nullable: false),
                    MaxEventsPerBatch = table.Column<int>(type: "int", nullable: false),
                    PreferredBatchKilobytes = table.Column<int>(type: "int", nullable: false),
                    DeadLetterResourceId = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    DeadLetterContainer = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    ValidationHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    ValidationExpires = table.Column<long>(type: "bigint", nullable: true),
                    Audit_CreatedAt = table.Column<long>(type: "bigint", nullable: true),
                    Audit_CreatedBy = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Audit_CreatedByType = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Audit_LastModifiedAt = table.Column<long>(type: "bigint", nullable: true),
                    Audit_LastModifiedBy = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Audit_LastModifiedByType = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    NameKey = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
