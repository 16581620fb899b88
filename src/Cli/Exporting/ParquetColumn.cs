using Parquet;
using Parquet.Schema;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Exporting;

/// <summary>A column of a Parquet file, and its values in the group that is being filled. One thread.</summary>
internal abstract class ParquetColumn(DataField schemaField)
{
    public DataField Field => schemaField;

    /// <summary>Bytes of texts that are held.</summary>
    public virtual long TextBytes => 0;

    public static ParquetColumn Of(string name, int column, CellKind kind, int groupRows) => kind switch
    {
        CellKind.Integer => new Values<long>(name, column, groupRows, IntegerIn),
        CellKind.Number => new Values<double>(name, column, groupRows, (row, column) => row[column] is { Kind: not CellKind.Null } cell ? NumberIn(cell) : null),
        CellKind.Flag => new Values<bool>(name, column, groupRows, (row, column) => row[column] is { Kind: CellKind.Flag } cell ? cell.Flag : null),
        _ => new Texts(name, column),
    };

    /// <summary>Takes a row's value, or that there is none.</summary>
    public abstract void Take(LoggedRow row);

    /// <summary>Writes what was taken, and begins anew.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    private static long? IntegerIn(LoggedRow row, int column) =>
        row[column] is not { } cell ? (column == ColumnNames.Step ? row.Step : null)
        : cell.TryGetInteger(out var number) ? number
        : null;

    private static double? NumberIn(Cell cell) => cell.TryGetNumber(out var number) ? number : null;

    private sealed class Values<T>(string name, int column, int groupRows, Func<LoggedRow, int, T?> read)
        : ParquetColumn(new DataField(name, typeof(T), isNullable: true))
        where T : struct
    {
        private readonly T?[] _values = new T?[groupRows];
        private int _count;

        public override void Take(LoggedRow row) => _values[_count++] = read(row, column);

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(Field, _values.AsMemory(0, _count)).ConfigureAwait(false);
            _count = 0;
        }
    }

    private sealed class Texts(string name, int column) : ParquetColumn(new DataField(name, typeof(string), isNullable: true))
    {
        private readonly List<string?> _values = [];
        private long _bytes;

        public override long TextBytes => _bytes;

        public override void Take(LoggedRow row)
        {
            var text = row[column] is { Kind: not CellKind.Null } cell ? TextOf(cell) : null;
            _bytes += sizeof(char) * (text?.Length ?? 0);
            _values.Add(text);
        }

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync(Field, _values!).ConfigureAwait(false);
            _values.Clear();
            _bytes = 0;
        }

        private static string TextOf(Cell cell) => cell.Kind switch
        {
            CellKind.Text => cell.Text,
            CellKind.Json => CsvText.JsonOf(cell),
            _ => cell.Json,
        };
    }
}
