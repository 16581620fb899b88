using Microsoft.Data.Sqlite;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>A prepared insert a row into SQLite, a transaction for every thousand, the write-ahead log on.</summary>
internal sealed class SqlitePeer : IPeer
{
    private const int RowsPerTransaction = 1000;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private SqliteTransaction? _transaction;
    private long _rows;

    private SqlitePeer(string directory)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "rows.sqlite")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = NORMAL");
        Execute($"CREATE TABLE rows (step INTEGER PRIMARY KEY, {string.Join(", ", NumberRows.Names.Select(name => $"{name} REAL"))})");
        _insert = _connection.CreateCommand();
        _insert.CommandText = $"INSERT INTO rows VALUES ($step, {string.Join(", ", NumberRows.Names.Select(name => $"${name}"))})";
        foreach (var name in (IEnumerable<string>)["step", .. NumberRows.Names])
            _insert.Parameters.Add($"${name}", name == "step" ? SqliteType.Integer : SqliteType.Real);
    }

    public string LostOnKill => $"the open transaction: up to {RowsPerTransaction:N0} rows";

    public static Task<IPeer> StartAsync(string directory) => Task.FromResult<IPeer>(new SqlitePeer(directory));

    public void Log(long step, double[] numbers)
    {
        _insert.Transaction = _transaction ??= _connection.BeginTransaction();
        _insert.Parameters[0].Value = step;
        for (var i = 0; i < numbers.Length; i++)
            _insert.Parameters[i + 1].Value = numbers[i];
        _insert.ExecuteNonQuery();
        if (++_rows % RowsPerTransaction == 0)
            Commit();
    }

    public Task<long> CompleteAsync()
    {
        Commit();
        using var count = _connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM rows";
        var rows = (long)count.ExecuteScalar()!;
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return Task.FromResult(rows);
    }

    public async ValueTask DisposeAsync()
    {
        Commit();
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
