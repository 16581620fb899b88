using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Reading;

/// <summary>
/// The row that was read last: its values in their order, of one name the last. Names that lead into one another are joined with dots. Used
/// again for the next row.
/// </summary>
internal sealed class LoggedRow(ColumnNames names)
{
    private readonly List<Cell> _cells = [];
    private int[] _places = []; // by column: where in this row it stands, if the row there is of it

    /// <summary>Names by the numbers that cells have.</summary>
    public ColumnNames Names => names;

    public IReadOnlyList<Cell> Cells => _cells;

    /// <summary>The step; <c>null</c> in a row of some other program that says none.</summary>
    public long? Step { get; private set; }

    /// <summary>Seconds since the run began, and since 1970; <c>null</c> where the row does not say it.</summary>
    public double? Runtime => NumberAt(ColumnNames.Runtime);

    /// <inheritdoc cref="Runtime"/>
    public double? Timestamp => NumberAt(ColumnNames.Timestamp);

    /// <summary>The value under this name's number, if the row has one.</summary>
    public Cell? this[int column] => column < _places.Length && _places[column] is var place && place < _cells.Count && _cells[place].Column == column
        ? _cells[place]
        : null;

    /// <summary>Reads a record's bytes, which must stay as they are as long as the row is used; false when that is for the parser.</summary>
    public bool TryRead(ReadOnlyMemory<byte> record)
    {
        if (!HistoryItems.TryOpen(record.Span, out var items))
            return false;

        _cells.Clear();
        while (items.TryRead(out var name, out var json))
            Add(names.NumberOf(name), record.Span.Overlaps(json, out var at) ? record.Slice(at, json.Length) : default);
        NoteStep(null);
        return !items.IsBroken;
    }

    /// <summary>Takes a record that the parser has read.</summary>
    public void Take(HistoryRecord record)
    {
        _cells.Clear();
        foreach (var item in record.Item)
            Add(names.NumberOf(string.Join('.', ItemPath.Of(item.Key, item.NestedKey))), Encoding.UTF8.GetBytes(item.ValueJson));
        NoteStep(record.Step?.Num);
    }

    private void Add(int column, ReadOnlyMemory<byte> json)
    {
        if (column >= _places.Length)
            Array.Resize(ref _places, Math.Max(names.Count, 2 * _places.Length));
        if (this[column] is null)
        {
            _places[column] = _cells.Count;
            _cells.Add(new Cell(column, json));
        }
        else
        {
            _cells[_places[column]] = new Cell(column, json);
        }
    }

    private void NoteStep(long? number) => Step = this[ColumnNames.Step] is { } cell && cell.TryGetInteger(out var step) ? step : number;

    // What is no time is as if the row did not say it.
    private double? NumberAt(int column) => this[column] is { } cell && cell.TryGetNumber(out var number) && double.IsFinite(number) ? number : null;
}
