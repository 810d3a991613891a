using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MediaPlatform.Data.Backup;

/// <summary>One table of the catalog as a backup sees it: its columns in the order of their names, with the types that all databases share.</summary>
internal sealed class BackupTable
{
    private readonly ITable _table;
    private readonly IColumn[] _columns;
    private readonly Type[] _types;
    private readonly ISqlGenerationHelper _sql;

    private BackupTable(ITable table, ISqlGenerationHelper sql)
    {
        _table = table;
        _sql = sql;
        _columns = [.. table.Columns.OrderBy(column => column.Name, StringComparer.Ordinal)];
        _types = [.. _columns.Select(column => Nullable.GetUnderlyingType(column.ProviderClrType) ?? column.ProviderClrType)];
    }

    public string Name => _table.Name;

    public IEnumerable<string> Columns => _columns.Select(column => column.Name);

    /// <summary>All tables, each after those that its foreign keys point at.</summary>
    public static IReadOnlyList<BackupTable> Of(DbContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var left = context.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<BackupTable>();
        while (left.Count > 0)
        {
            var next = left.First(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || !left.Contains(key.PrincipalTable)));
            left.Remove(next);
            ordered.Add(new BackupTable(next, sql));
        }

        return ordered;
    }

    public string SelectAll => $"SELECT {ColumnList} FROM {TableName}";

    public string CountAll => $"SELECT COUNT(*) FROM {TableName}";

    private string TableName => _sql.DelimitIdentifier(_table.Name, _table.Schema);

    private string ColumnList => string.Join(", ", _columns.Select(column => _sql.DelimitIdentifier(column.Name)));

    public void WriteRow(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartArray();
        for (var i = 0; i < _types.Length; i++) WriteValue(json, row, i);
        json.WriteEndArray();
    }

    /// <summary>A command that inserts one row, with a parameter for each column.</summary>
    public DbCommand InsertInto(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {TableName} ({ColumnList}) VALUES ({string.Join(", ", _columns.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < _columns.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public void ReadRow(JsonArray row, DbCommand insert)
    {
        if (row.Count != _types.Length) throw new InvalidDataException($"A row of {Name} has {row.Count} values.");
        for (var i = 0; i < _types.Length; i++)
            insert.Parameters[i].Value = row[i] is { } value ? value.Deserialize(_types[i]) : DBNull.Value;
    }

    private void WriteValue(Utf8JsonWriter json, DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNullValue();
            return;
        }

        var type = _types[column];
        if (type == typeof(string)) json.WriteStringValue(row.GetString(column));
        else if (type == typeof(Guid)) json.WriteStringValue(row.GetGuid(column));
        else if (type == typeof(long)) json.WriteNumberValue(row.GetInt64(column));
        else if (type == typeof(int)) json.WriteNumberValue(row.GetInt32(column));
        else if (type == typeof(bool)) json.WriteBooleanValue(row.GetBoolean(column));
        else if (type == typeof(double)) json.WriteNumberValue(row.GetDouble(column));
        else if (type == typeof(byte[])) json.WriteBase64StringValue(row.GetFieldValue<byte[]>(column));
        else throw new NotSupportedException($"{Name}.{_columns[column].Name} has the type {type}, which backups do not know.");
    }
}
