using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ListOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_StreamingLocators_AccountId_AssetName_NameKey",
                table: "StreamingLocators",
                columns: new[] { "AccountId", "AssetName", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_LastModified_NameKey",
                table: "Assets",
                columns: new[] { "AccountId", "LastModified", "NameKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_StreamingLocators_AccountId_AssetName_NameKey",
                table: "StreamingLocators");

            migrationBuilder.DropIndex(
                name: "IX_Assets_AccountId_LastModified_NameKey",
                table: "Assets");
        }
    }
}
