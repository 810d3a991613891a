using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Belonging : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What outlived its account belongs to nobody and would not let the keys be made.
            migrationBuilder.Sql("DELETE FROM \"Assets\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");
            migrationBuilder.Sql("DELETE FROM \"Transforms\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");
            migrationBuilder.Sql("DELETE FROM \"Filters\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");
            migrationBuilder.Sql("DELETE FROM \"ContentKeyPolicies\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");
            migrationBuilder.Sql("DELETE FROM \"StreamingPolicies\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");
            migrationBuilder.Sql("DELETE FROM \"StreamingEndpoints\" WHERE \"AccountId\" NOT IN (SELECT \"Id\" FROM \"Accounts\")");

            migrationBuilder.DropIndex(
                name: "IX_Assets_AccountId_AlternateId",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_StorageAccountName_Container",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Transforms_AccountId_LastModified_NameKey",
                table: "Transforms",
                columns: new[] { "AccountId", "LastModified", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_TransformId_LastModified_NameKey",
                table: "Jobs",
                columns: new[] { "TransformId", "LastModified", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_TransformId_State_NameKey",
                table: "Jobs",
                columns: new[] { "TransformId", "State", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ContentKeyPolicies_AccountId_LastModified_NameKey",
                table: "ContentKeyPolicies",
                columns: new[] { "AccountId", "LastModified", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_AlternateId_NameKey",
                table: "Assets",
                columns: new[] { "AccountId", "AlternateId", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_StorageAccountName_Container",
                table: "Assets",
                columns: new[] { "StorageAccountName", "Container" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Assets_Accounts_AccountId",
                table: "Assets",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_ContentKeyPolicies_Accounts_AccountId",
                table: "ContentKeyPolicies",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_Filters_Accounts_AccountId",
                table: "Filters",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_StreamingEndpoints_Accounts_AccountId",
                table: "StreamingEndpoints",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_StreamingPolicies_Accounts_AccountId",
                table: "StreamingPolicies",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");

            migrationBuilder.AddForeignKey(
                name: "FK_Transforms_Accounts_AccountId",
                table: "Transforms",
                column: "AccountId",
                principalTable: "Accounts",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Assets_Accounts_AccountId",
                table: "Assets");

            migrationBuilder.DropForeignKey(
                name: "FK_ContentKeyPolicies_Accounts_AccountId",
                table: "ContentKeyPolicies");

            migrationBuilder.DropForeignKey(
                name: "FK_Filters_Accounts_AccountId",
                table: "Filters");

            migrationBuilder.DropForeignKey(
                name: "FK_StreamingEndpoints_Accounts_AccountId",
                table: "StreamingEndpoints");

            migrationBuilder.DropForeignKey(
                name: "FK_StreamingPolicies_Accounts_AccountId",
                table: "StreamingPolicies");

            migrationBuilder.DropForeignKey(
                name: "FK_Transforms_Accounts_AccountId",
                table: "Transforms");

            migrationBuilder.DropIndex(
                name: "IX_Transforms_AccountId_LastModified_NameKey",
                table: "Transforms");

            migrationBuilder.DropIndex(
                name: "IX_Jobs_TransformId_LastModified_NameKey",
                table: "Jobs");

            migrationBuilder.DropIndex(
                name: "IX_Jobs_TransformId_State_NameKey",
                table: "Jobs");

            migrationBuilder.DropIndex(
                name: "IX_ContentKeyPolicies_AccountId_LastModified_NameKey",
                table: "ContentKeyPolicies");

            migrationBuilder.DropIndex(
                name: "IX_Assets_AccountId_AlternateId_NameKey",
                table: "Assets");

            migrationBuilder.DropIndex(
                name: "IX_Assets_StorageAccountName_Container",
                table: "Assets");

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_AlternateId",
                table: "Assets",
                columns: new[] { "AccountId", "AlternateId" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_StorageAccountName_Container",
                table: "Assets",
                columns: new[] { "StorageAccountName", "Container" });
        }
    }
}
