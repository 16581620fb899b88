using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Exporting;

/// <summary>What the values under each name are, in all rows together. One thread.</summary>
internal sealed class ColumnContents
{
    private readonly List<Kinds> _kinds = [];

    [Flags]
    private enum Kinds
    {
        None = 0,
        Integer = 1,
        Number = 2,
        Flag = 4,
        Other = 8,
    }

    /// <summary>The one kind that holds all values of a column; texts hold whatever is mixed.</summary>
    public CellKind this[int column] => (column < _kinds.Count ? _kinds[column] : Kinds.None) switch
    {
        Kinds.Integer => CellKind.Integer,
        Kinds.Number or (Kinds.Number | Kinds.Integer) or Kinds.None => CellKind.Number,
        Kinds.Flag => CellKind.Flag,
        _ => CellKind.Text,
    };

    public void Add(LoggedRow row)
    {
        if (row[ColumnNames.Step] is null && row.Step is not null)
            Add(ColumnNames.Step, Kinds.Integer);
        foreach (var cell in row.Cells)
        {
            Add(cell.Column, cell.Kind switch
            {
                CellKind.Null => Kinds.None,
                CellKind.Integer => Kinds.Integer,
                CellKind.Number => Kinds.Number,
                CellKind.Flag => Kinds.Flag,
                _ => Kinds.Other,
            });
        }
    }

    private void Add(int column, Kinds kind)
    {
        while (_kinds.Count <= column)
            _kinds.Add(Kinds.None);
        _kinds[column] |= kind;
    }
}
