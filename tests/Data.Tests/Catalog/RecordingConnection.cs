using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace MediaPlatform.Data.Tests.Catalog;

/// <summary>Takes down every SQL Server command and answers it with no row or with one row of default values.</summary>
internal sealed class RecordingConnection(List<string> commands, bool hasRow) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=nowhere.invalid";

    public override string Database => "catalog";

    public override string DataSource => "";

    public override string ServerVersion => "16.0";

    public override ConnectionState State => _state;

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(commands, hasRow) { Connection = this };

    private sealed class Transaction(DbConnection connection, IsolationLevel level) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => level;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }

    private sealed class Command(List<string> commands, bool hasRow) : DbCommand
    {
        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection { get; } = new SqlCommand().Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery()
        {
            commands.Add(CommandText);
            return hasRow ? 1 : 0;
        }

        public override object? ExecuteScalar()
        {
            commands.Add(CommandText);
            return null;
        }

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            commands.Add(CommandText);
            return new Reader(hasRow);
        }
    }

    private sealed class Reader(bool hasRow) : DbDataReader
    {
        private bool _unread = hasRow;

        public override int Depth => 0;

        public override int FieldCount => 64;

        public override bool HasRows => _unread;

        public override bool IsClosed => false;

        public override int RecordsAffected => 1;

        public override object this[int ordinal] => 0;

        public override object this[string name] => 0;

        public override bool Read()
        {
            var unread = _unread;
            _unread = false;
            return unread;
        }

        public override bool NextResult() => false;

        public override bool IsDBNull(int ordinal) => false;

        public override T GetFieldValue<T>(int ordinal) => typeof(T) == typeof(string) ? (T)(object)"" : typeof(T) == typeof(byte[]) ? (T)(object)Array.Empty<byte>() : default!;

        public override bool GetBoolean(int ordinal) => false;

        public override byte GetByte(int ordinal) => 0;

        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => 0;

        public override char GetChar(int ordinal) => ' ';

        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => 0;

        public override string GetDataTypeName(int ordinal) => "";

        public override DateTime GetDateTime(int ordinal) => default;

        public override decimal GetDecimal(int ordinal) => 0;

        public override double GetDouble(int ordinal) => 0;

        public override IEnumerator GetEnumerator() => new DbEnumerator(this);

        public override Type GetFieldType(int ordinal) => typeof(object);

        public override float GetFloat(int ordinal) => 0;

        public override Guid GetGuid(int ordinal) => Guid.Empty;

        public override short GetInt16(int ordinal) => 0;

        public override int GetInt32(int ordinal) => 1;

        public override long GetInt64(int ordinal) => 0;

        public override string GetName(int ordinal) => "";

        public override int GetOrdinal(string name) => 0;

        public override string GetString(int ordinal) => "";

        public override object GetValue(int ordinal) => 0;

        public override int GetValues(object[] values) => 0;
    }
}
