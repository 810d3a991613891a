using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Undo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "DeletedResources",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ResourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ResourceName = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    ParentName = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PurgeStarted = table.Column<long>(type: "INTEGER", nullable: true),
                    StorageAccountName = table.Column<string>(type: "TEXT", maxLength: 63, nullable: true),
                    Container = table.Column<string>(type: "TEXT", maxLength: 63, nullable: true),
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
                    table.PrimaryKey("PK_DeletedResources", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeletedParts",
                columns: table => new
                {
                    DeletedId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Index = table.Column<int>(type: "INTEGER", nullable: false),
                    Rows = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeletedParts", x => new { x.DeletedId, x.Index });
                    table.ForeignKey(
                        name: "FK_DeletedParts_DeletedResources_DeletedId",
                        column: x => x.DeletedId,
                        principalTable: "DeletedResources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DeletedResources_AccountId_NameKey",
                table: "DeletedResources",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DeletedResources_ExpiresAt",
                table: "DeletedResources",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_DeletedResources_StorageAccountName_Container",
                table: "DeletedResources",
                columns: new[] { "StorageAccountName", "Container" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeletedParts");

            migrationBuilder.DropTable(
                name: "DeletedResources");
        }
    }
}
