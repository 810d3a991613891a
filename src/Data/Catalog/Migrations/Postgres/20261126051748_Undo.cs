using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Postgres
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    ResourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    ResourceName = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    ParentName = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true, collation: "C"),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    PurgeStarted = table.Column<long>(type: "bigint", nullable: true),
                    StorageAccountName = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true, collation: "C"),
                    Container = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true, collation: "C"),
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
                    table.PrimaryKey("PK_DeletedResources", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeletedParts",
                columns: table => new
                {
                    DeletedId = table.Column<Guid>(type: "uuid", nullable: false),
                    Index = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<string>(type: "text", nullable: false, collation: "C")
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
