using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class KeysOfOthers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Signals",
                table: "LocatorContentKeys",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "TokenUses",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    Expires = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TokenUses", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TokenUses_Expires",
                table: "TokenUses",
                column: "Expires");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TokenUses");

            migrationBuilder.DropColumn(
                name: "Signals",
                table: "LocatorContentKeys");
        }
    }
}
