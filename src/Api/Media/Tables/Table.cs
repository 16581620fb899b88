using System.Buffers;
using System.Collections.Concurrent;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// Rows of cells under named columns, shown as a table that can be sorted, filtered and joined. Rows may be added over time, by any thread; what is
/// logged is the table at the call.
/// </summary>
/// <remarks>
/// A cell is a number, a text, a flag, <c>null</c>, a date or time, a list, an object with members, an <see cref="Image"/>, <see cref="Html"/>,
/// <see cref="Audio"/>, <see cref="Histogram"/> or any other of W&amp;B's data types. A column has one type, and takes <c>null</c> besides it.
/// </remarks>
public sealed class Table : Media
{
    /// <summary>So many rows are kept of a table; of more, the first; the others are counted as lost.</summary>
    public const int MaxRows = 200_000;

    /// <summary>So many rows are in the file that the run's page shows at once.</summary>
    public const int MaxRowsShown = 10_000;

    private readonly Lock _lock = new();
    private readonly string[] _columns;
    private readonly CellSlot[] _slots;
    private readonly TableLogMode _mode;
    private readonly ConcurrentDictionary<int, string> _paths = new();
    private TableCell[][] _rows = new TableCell[16][];
    private LoggedTable? _first;
    private int _loggedRows;
    private int _increments;

    /// <summary>An empty table.</summary>
    /// <param name="columns">The columns' names, each once.</param>
    /// <param name="mode">What becomes of it when it is logged more than once.</param>
    /// <param name="allowMixedTypes">Whether a column takes cells of all types; false by default.</param>
    /// <exception cref="WandbException">There are no columns, or two of a name.</exception>
    public Table(IEnumerable<string> columns, TableLogMode mode = TableLogMode.Immutable, bool allowMixedTypes = false)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (_columns.Length == 0)
            throw new WandbException($"{nameof(Table)}: a table has at least one column");
        if (_columns.GroupBy(name => name).FirstOrDefault(group => group.Key is null || group.Count() > 1) is { } doubled)
            throw new WandbException($"{nameof(Table)}: the column \"{doubled.Key}\" is there twice, or has no name");

        _slots = [.. _columns.Select(_ => allowMixedTypes ? CellSlot.Mixed : CellSlot.Empty)];
        _mode = mode;
    }

    /// <summary>A table of objects: a row for each, a column for each public property, or for each name of dictionaries.</summary>
    /// <param name="items">The objects, read now.</param>
    /// <param name="mode">What becomes of the table when it is logged more than once.</param>
    /// <exception cref="WandbException">There are none, they have no properties, or a property has values of several types.</exception>
    public static Table Of<T>(IEnumerable<T> items, TableLogMode mode = TableLogMode.Immutable)
    {
        ArgumentNullException.ThrowIfNull(items);
        var rows = items.Select(CellsOf).ToList();
        var table = new Table(rows.SelectMany(cells => cells.Keys).Distinct(), mode);
        foreach (var cells in rows)
            table.AddRow([.. table._columns.Select(column => cells.GetValueOrDefault(column))]);
        return table;
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>How many rows the table has.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a row. The cells are read now.</summary>
    /// <param name="cells">A cell for each column.</param>
    /// <exception cref="WandbException">
    /// There are more or fewer cells than columns, a cell's type is not its column's, or the table is <see cref="TableLogMode.Immutable"/> and has been
    /// logged.
    /// </exception>
    public void AddRow(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length != _columns.Length)
            throw new WandbException($"{Description}: a row has {_columns.Length} cells, not {cells.Length}");

        var row = new TableCell[cells.Length];
        for (var column = 0; column < row.Length; column++)
            row[column] = TableCell.Of(cells[column]);
        lock (_lock)
        {
            if (_first is not null)
                throw new WandbException($"{Description}: it has been logged, and takes no more rows: make it with TableLogMode.Mutable or TableLogMode.Incremental");

            TakeTypes(row);
            if (RowCount == _rows.Length)
                Array.Resize(ref _rows, 2 * RowCount);
            _rows[RowCount++] = row;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => Snapshot().WriteJson(place, writer);

    /// <summary>The table as it is now; rows that are added later lie behind it.</summary>
    internal override DataType Snapshot() => Logged();

    /// <inheritdoc cref="Snapshot"/>
    internal LoggedTable Logged()
    {
        lock (_lock)
        {
            return _mode switch
            {
                TableLogMode.Immutable => _first ??= Logged("IMMUTABLE", null),
                TableLogMode.Mutable => Logged("MUTABLE", null),
                _ => Increment(),
            };
        }
    }

    private static OrderedDictionary<string, object?> CellsOf<T>(T item)
    {
        var cells = new OrderedDictionary<string, object?>();
        foreach (var (name, value) in item is null ? [] : DictionaryEntries.Of(item) ?? ReadableProperties.Of(item.GetType()).Read(item))
            cells[name] = value;
        return cells;
    }

    private string Description => $"{nameof(Table)} ({string.Join(", ", _columns)})";

    private LoggedTable Increment()
    {
        var increment = new TableIncrement(_increments++, _loggedRows, TimeProvider.System.GetUtcNow(), _paths);
        _loggedRows = RowCount;
        return Logged("INCREMENTAL", increment);
    }

    private LoggedTable Logged(string mode, TableIncrement? increment) =>
        new(_columns, [.. _slots], new ArraySegment<TableCell[]>(_rows, 0, RowCount), mode, increment);

    // All of the row or nothing of it.
    private void TakeTypes(TableCell[] row)
    {
        var taken = new CellSlot[row.Length];
        for (var column = 0; column < row.Length; column++)
        {
            var type = row[column].Type;
            taken[column] = _slots[column].Take(type) ?? throw new WandbException(
                $"{Description}: the column \"{_columns[column]}\" holds {_slots[column].SortText}; a cell of {type.SortText} does not fit. Allow mixed types if it should");
        }

        taken.CopyTo(_slots, 0);
    }
}
