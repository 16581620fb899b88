using WandbActors.Cli.EventFiles;

namespace WandbActors.Cli.Importing;

/// <summary>
/// TensorBoard's event files of one run. Other programs write a step's values as several events, and not all of them in the order of the steps: so a first
/// reading notes where each step's events lie (24 bytes each), and a second joins those of a step into a row.
/// </summary>
internal sealed class EventFilesSource(string path, IReadOnlyList<string> files, string name) : IImportSource
{
    private readonly EventValues _values = new();
    private readonly List<string> _problems = [];

    public string Name => name;

    public string Path => path;

    public IEnumerable<string> Remarks => [.. _problems, .. _values.Remarks];

    public bool IsWhole => _problems.Count == 0;

    public IEnumerable<ImportedRow> Read()
    {
        var places = new List<Place>();
        var startedAt = double.PositiveInfinity;
        for (var file = 0; file < files.Count; file++)
            startedAt = Math.Min(startedAt, Note(file, places));
        places.Sort();

        var readers = files.Select(EventReader.Open).ToArray();
        try
        {
            foreach (var row in Rows(places, readers, startedAt))
                yield return row;
        }
        finally
        {
            Array.ForEach(readers, reader => reader.Dispose());
        }
    }

    // Notes the events of a file; returns the earliest time in it.
    private double Note(int file, List<Place> places)
    {
        using var reader = EventReader.Open(files[file]);
        var earliest = double.PositiveInfinity;
        while (true)
        {
            var offset = reader.Position;
            if (reader.Read() is not { } happened)
                break;

            earliest = happened.WallTime > 0 ? Math.Min(earliest, happened.WallTime) : earliest;
            _values.NoteKinds(happened.Summary);
            if (happened.Summary is { Value.Count: > 0 })
                places.Add(new Place(happened.Step, file, offset));
        }

        if (reader.Problem is { } problem)
            _problems.Add($"{files[file]}: {problem}; what follows there was not read");
        return earliest;
    }

    private IEnumerable<ImportedRow> Rows(List<Place> places, EventReader[] readers, double startedAt)
    {
        var row = new ImportedRow();
        foreach (var place in places)
        {
            var reader = readers[place.File];
            if (reader.Position != place.Offset)
                reader.Seek(place.Offset);
            var happened = reader.Read() ?? throw new InvalidDataException($"{files[place.File]} has changed while it was read");

            var values = _values.Of(happened.Summary).ToList();
            if (row.Step is { } step && (step != happened.Step || values.Exists(value => row.Values.Exists(other => other.Name == value.Name))))
            {
                yield return row;
                row.Clear();
            }

            Add(row, happened, values, startedAt);
        }

        if (row.Values.Count > 0)
            yield return row;
    }

    private static void Add(ImportedRow row, Event happened, List<(string, MetricValue)> values, double startedAt)
    {
        if (values.Count == 0)
            return;

        row.Step ??= Math.Max(happened.Step, 0);
        if (row.Timestamp is null && happened.WallTime > 0)
            (row.Timestamp, row.Runtime) = (happened.WallTime, happened.WallTime - startedAt);
        row.Values.AddRange(values);
    }

    /// <summary>Where an event lies. In the order of the steps, and of one step in the order of the files.</summary>
    private readonly record struct Place(long Step, int File, long Offset) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Step, File, Offset).CompareTo((other.Step, other.File, other.Offset));
    }
}
