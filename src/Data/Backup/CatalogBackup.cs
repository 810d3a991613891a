using System.Data;
using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data.Catalog;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MediaPlatform.Data.Backup;

/// <summary>
/// Writes the whole catalog to a stream and reads it back into an empty one, of the same database or another: gzip of JSON lines.
/// Secrets stay encrypted in it, so the key ring folder belongs to a backup; blobs are not part of it.
/// </summary>
public sealed class CatalogBackup(CatalogContextFactory contexts, TimeProvider clock)
{
    private const int Format = 1;

    /// <summary>Writes one consistent state of the catalog while it is in use.</summary>
    /// <returns>Rows written.</returns>
    public async Task<long> BackupAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await BeginSnapshotAsync(context, cancellationToken);
        await using var lines = new StreamWriter(new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true), new UTF8Encoding(false));
        var header = new JsonObject { ["format"] = Format, ["created"] = clock.GetUtcNow() };
        await lines.WriteLineAsync(header.ToJsonString().AsMemory(), cancellationToken);
        var rows = 0L;
        foreach (var table in BackupTable.Of(context))
        {
            var start = new JsonObject { ["table"] = table.Name, ["columns"] = new JsonArray([.. table.Columns.Select(name => JsonValue.Create(name))]) };
            await lines.WriteLineAsync(start.ToJsonString().AsMemory(), cancellationToken);
            rows += await WriteRowsAsync(context, transaction, table, lines, cancellationToken);
        }

        await lines.WriteLineAsync(new JsonObject { ["rows"] = rows }.ToJsonString().AsMemory(), cancellationToken);
        return rows;
    }

    /// <summary>Fills an empty, migrated catalog: wholly or, when anything is wrong, not at all.</summary>
    /// <returns>Rows read.</returns>
    /// <exception cref="InvalidDataException">The stream is cut, damaged or of another schema.</exception>
    /// <exception cref="InvalidOperationException">The catalog is not empty.</exception>
    public async Task<long> RestoreAsync(Stream source, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var tables = BackupTable.Of(context);
        foreach (var table in tables) await RequireEmptyAsync(context, transaction, table, cancellationToken);
        using var lines = new StreamReader(new GZipStream(source, CompressionMode.Decompress, leaveOpen: true), Encoding.UTF8);
        try
        {
            var rows = await ReadAsync(context, transaction, tables, lines, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return rows;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The backup is damaged.", error);
        }
    }

    // A deferred transaction of SQLite reads one state without holding off writers, as repeatable read does in PostgreSQL.
    private async Task<IDbContextTransaction> BeginSnapshotAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        if (contexts.Provider != CatalogProvider.Sqlite)
        {
            var isolation = contexts.Provider == CatalogProvider.Postgres ? IsolationLevel.RepeatableRead : IsolationLevel.Serializable;
            return await context.Database.BeginTransactionAsync(isolation, cancellationToken);
        }

        await context.Database.OpenConnectionAsync(cancellationToken);
        var deferred = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await context.Database.UseTransactionAsync(deferred, cancellationToken))!;
    }

    private static async Task<long> WriteRowsAsync(
        CatalogContext context, IDbContextTransaction transaction, BackupTable table, StreamWriter lines, CancellationToken cancellationToken)
    {
        await using var command = Command(context, transaction, table.SelectAll);
        await using var found = await command.ExecuteReaderAsync(cancellationToken);
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(buffer);
        var rows = 0L;
        for (; await found.ReadAsync(cancellationToken); rows++)
        {
            buffer.SetLength(0);
            json.Reset();
            table.WriteRow(json, found);
            await json.FlushAsync(cancellationToken);
            await lines.WriteLineAsync(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).AsMemory(), cancellationToken);
        }

        return rows;
    }

    private static async Task<long> ReadAsync(
        CatalogContext context, IDbContextTransaction transaction, IReadOnlyList<BackupTable> tables, StreamReader lines, CancellationToken cancellationToken)
    {
        if ((int?)(await NextAsync(lines, cancellationToken))["format"] != Format) throw new InvalidDataException("This is no backup of this version.");
        var rows = 0L;
        var line = await NextAsync(lines, cancellationToken);
        foreach (var table in tables)
        {
            var columns = line is JsonObject start && (string?)start["table"] == table.Name ? start["columns"]!.Deserialize<string[]>()! : [];
            if (!columns.SequenceEqual(table.Columns)) throw new InvalidDataException($"The backup does not fit the table {table.Name} of this version.");
            await using var insert = table.InsertInto(context.Database.GetDbConnection(), transaction.GetDbTransaction());
            for (line = await NextAsync(lines, cancellationToken); line is JsonArray row; line = await NextAsync(lines, cancellationToken), rows++)
            {
                table.ReadRow(row, insert);
                await insert.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        return (long?)(line as JsonObject)?["rows"] == rows ? rows : throw new InvalidDataException("The backup does not hold the rows that it promises.");
    }

    private static async Task<JsonNode> NextAsync(StreamReader lines, CancellationToken cancellationToken) =>
        await lines.ReadLineAsync(cancellationToken) is { } text && JsonNode.Parse(text) is { } node
            ? node
            : throw new InvalidDataException("The backup is cut off.");

    private static async Task RequireEmptyAsync(
        CatalogContext context, IDbContextTransaction transaction, BackupTable table, CancellationToken cancellationToken)
    {
        await using var command = Command(context, transaction, table.CountAll);
        var count = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        if (count > 0) throw new InvalidOperationException($"The catalog already holds rows in {table.Name}: restore into a new one.");
    }

    private static DbCommand Command(CatalogContext context, IDbContextTransaction transaction, string text)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = text;
        return command;
    }
}
