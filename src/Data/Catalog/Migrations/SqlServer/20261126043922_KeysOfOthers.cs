using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.SqlServer
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
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.CreateTable(
                name: "TokenUses",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
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
