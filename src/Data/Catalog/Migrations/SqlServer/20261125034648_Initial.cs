using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MediaPlatform.Data.Catalog.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SubscriptionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ResourceGroup = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    SubscriptionKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ResourceGroupKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Location = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Tags = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StorageAccounts = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    PropertiesJson = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Assets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    AlternateId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Container = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StorageAccountName = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StorageEncryptionFormat = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    EncryptionScope = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_Assets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AsyncOperations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ResourceName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ErrorJson = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    StartTime = table.Column<long>(type: "bigint", nullable: false),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AsyncOperations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ContentKeyPolicies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedOptions = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_ContentKeyPolicies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ServicePrincipals",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DisplayName = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    TenantId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Secrets = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Role = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Scope = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Created = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServicePrincipals", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "SigningKeys",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedPrivateKey = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Created = table.Column<long>(type: "bigint", nullable: false),
                    Retires = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SigningKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StorageAccountKeys",
                columns: table => new
                {
                    AccountName = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedKey1 = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedKey2 = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StorageAccountKeys", x => x.AccountName);
                });

            migrationBuilder.CreateTable(
                name: "StreamingEndpoints",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Location = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Tags = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    ScaleUnits = table.Column<int>(type: "int", nullable: false),
                    ResourceState = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    AvailabilitySetName = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    AccessControl = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    MaxCacheAge = table.Column<long>(type: "bigint", nullable: true),
                    CustomHostNames = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    HostName = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    CdnEnabled = table.Column<bool>(type: "bit", nullable: false),
                    CdnProvider = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    CdnProfile = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    CrossSiteAccessPolicies = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    FreeTrialEndTime = table.Column<long>(type: "bigint", nullable: false),
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
                    table.PrimaryKey("PK_StreamingEndpoints", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StreamingPolicies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DefaultContentKeyPolicyName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    NoEncryption = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    EnvelopeEncryption = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    CommonEncryptionCenc = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    CommonEncryptionCbcs = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_StreamingPolicies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Transforms",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    OutputsJson = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_Transforms", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Filters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssetId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ScopeId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PresentationTimeRange = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    FirstQualityBitrate = table.Column<int>(type: "int", nullable: true),
                    Tracks = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_Filters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Filters_Assets_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StreamingLocators",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssetId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssetName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StreamingPolicyName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StreamingPolicyKey = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StartTime = table.Column<long>(type: "bigint", nullable: true),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    AlternativeMediaId = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    DefaultContentKeyPolicyName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Filters = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
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
                    table.PrimaryKey("PK_StreamingLocators", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StreamingLocators_Assets_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Assets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Jobs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TransformId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Priority = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    StartTime = table.Column<long>(type: "bigint", nullable: true),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    InputJson = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    CorrelationData = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    CancelRequested = table.Column<bool>(type: "bit", nullable: false),
                    ClaimedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    ClaimExpires = table.Column<long>(type: "bigint", nullable: true),
                    Attempt = table.Column<int>(type: "int", nullable: false),
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
                    table.PrimaryKey("PK_Jobs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Jobs_Transforms_TransformId",
                        column: x => x.TransformId,
                        principalTable: "Transforms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LocatorContentKeys",
                columns: table => new
                {
                    LocatorId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Type = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Label = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    PolicyName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    Tracks = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedValue = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    ProtectedIv = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LocatorContentKeys", x => new { x.LocatorId, x.Id });
                    table.ForeignKey(
                        name: "FK_LocatorContentKeys_StreamingLocators_LocatorId",
                        column: x => x.LocatorId,
                        principalTable: "StreamingLocators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "JobOutputs",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Index = table.Column<int>(type: "int", nullable: false),
                    AssetName = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Label = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    Progress = table.Column<int>(type: "int", nullable: false),
                    ErrorJson = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    StartTime = table.Column<long>(type: "bigint", nullable: true),
                    EndTime = table.Column<long>(type: "bigint", nullable: true),
                    PresetOverrideJson = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2_UTF8")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobOutputs", x => new { x.JobId, x.Index });
                    table.ForeignKey(
                        name: "FK_JobOutputs_Jobs_JobId",
                        column: x => x.JobId,
                        principalTable: "Jobs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_NameKey",
                table: "Accounts",
                column: "NameKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_SubscriptionKey_NameKey",
                table: "Accounts",
                columns: new[] { "SubscriptionKey", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_AlternateId",
                table: "Assets",
                columns: new[] { "AccountId", "AlternateId" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_Created_NameKey",
                table: "Assets",
                columns: new[] { "AccountId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Assets_AccountId_NameKey",
                table: "Assets",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Assets_StorageAccountName_Container",
                table: "Assets",
                columns: new[] { "StorageAccountName", "Container" });

            migrationBuilder.CreateIndex(
                name: "IX_AsyncOperations_AccountId_Status",
                table: "AsyncOperations",
                columns: new[] { "AccountId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_AsyncOperations_ExpiresAt",
                table: "AsyncOperations",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_ContentKeyPolicies_AccountId_Created_NameKey",
                table: "ContentKeyPolicies",
                columns: new[] { "AccountId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ContentKeyPolicies_AccountId_NameKey",
                table: "ContentKeyPolicies",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Filters_AccountId_ScopeId_NameKey",
                table: "Filters",
                columns: new[] { "AccountId", "ScopeId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Filters_AssetId",
                table: "Filters",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_State_Created",
                table: "Jobs",
                columns: new[] { "State", "Created" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_TransformId_Created_NameKey",
                table: "Jobs",
                columns: new[] { "TransformId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_TransformId_NameKey",
                table: "Jobs",
                columns: new[] { "TransformId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LocatorContentKeys_Id",
                table: "LocatorContentKeys",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_StreamingEndpoints_AccountId_NameKey",
                table: "StreamingEndpoints",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StreamingLocators_AccountId_Created_NameKey",
                table: "StreamingLocators",
                columns: new[] { "AccountId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_StreamingLocators_AccountId_EndTime_NameKey",
                table: "StreamingLocators",
                columns: new[] { "AccountId", "EndTime", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_StreamingLocators_AccountId_NameKey",
                table: "StreamingLocators",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StreamingLocators_AssetId",
                table: "StreamingLocators",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_StreamingPolicies_AccountId_Created_NameKey",
                table: "StreamingPolicies",
                columns: new[] { "AccountId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_StreamingPolicies_AccountId_NameKey",
                table: "StreamingPolicies",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Transforms_AccountId_Created_NameKey",
                table: "Transforms",
                columns: new[] { "AccountId", "Created", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Transforms_AccountId_NameKey",
                table: "Transforms",
                columns: new[] { "AccountId", "NameKey" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "AsyncOperations");

            migrationBuilder.DropTable(
                name: "ContentKeyPolicies");

            migrationBuilder.DropTable(
                name: "Filters");

            migrationBuilder.DropTable(
                name: "JobOutputs");

            migrationBuilder.DropTable(
                name: "LocatorContentKeys");

            migrationBuilder.DropTable(
                name: "ServicePrincipals");

            migrationBuilder.DropTable(
                name: "SigningKeys");

            migrationBuilder.DropTable(
                name: "StorageAccountKeys");

            migrationBuilder.DropTable(
                name: "StreamingEndpoints");

            migrationBuilder.DropTable(
                name: "StreamingPolicies");

            migrationBuilder.DropTable(
                name: "Jobs");

            migrationBuilder.DropTable(
                name: "StreamingLocators");

            migrationBuilder.DropTable(
                name: "Transforms");

            migrationBuilder.DropTable(
                name: "Assets");
        }
    }
}
