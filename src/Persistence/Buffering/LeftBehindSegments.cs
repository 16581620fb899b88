using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Finds the segments of a ring that was left behind: by the segment table, and where that is damaged by the first item of a segment, whose
/// tag says where it belongs. Nothing is read that is not there. Of a live ring, whose table is whole, it is a glance.
/// </summary>
internal sealed class LeftBehindSegments
{
    private const long LastNumber = 1L << 40; // further than any ring gets

    private readonly RowBufferFile _file;
    private readonly List<string>? _problems; // null for a live ring
    private readonly int[] _places; // by the segment's number from the first on; -1: missing
    private readonly bool[] _isPlaced;

    /// <summary>Looks at a live ring from its tail on.</summary>
    public LeftBehindSegments(RowBufferFile file, long tail) : this(file, tail, null)
    {
    }

    /// <summary>Looks from the release on, or, if that is not known, from the oldest segment on.</summary>
    public LeftBehindSegments(RowBufferFile file, long? release, List<string>? problems)
    {
        _file = file;
        _problems = problems;
        _places = new int[file.SegmentCount];
        _places.AsSpan().Fill(-1);
        _isPlaced = new bool[file.SegmentCount];
        // A release that is not the newest may lie further back than the file reaches.
        var numbers = Enumerable.Range(0, file.SegmentCount).Where(place => Begins(place, NumberIn(place))).Select(NumberIn).ToList();
        var oldest = numbers.Count > 0 ? numbers.Min() : 0;
        First = Math.Max(release / file.SegmentBytes ?? oldest, numbers.Count > 0 ? numbers.Max() - file.SegmentCount + 1 : 0);

        PlaceByTable();
        if (problems is not null)
            PlaceByContents(problems);
        var found = Array.FindLastIndex(_places, place => place >= 0) + 1;
        End = (First + found) * file.SegmentBytes;
        Map = MapOf(found);
    }

    /// <summary>The number of the first segment in which there may be items.</summary>
    public long First { get; }

    /// <summary>Behind this position there is nothing.</summary>
    public long End { get; }

    public SegmentMap Map { get; }

    // Two places that claim the same segment: it is in the one whose first item says so too.
    private void PlaceByTable()
    {
        for (var place = 0; place < _file.SegmentCount; place++)
        {
            var index = NumberIn(place) - First;
            if (index < 0 || index >= _places.Length || (_places[index] >= 0 && !Begins(place, First + index)))
                continue;

            if (_places[index] >= 0)
                _isPlaced[_places[index]] = false;
            _places[index] = place;
            _isPlaced[place] = true;
        }
    }

    private void PlaceByContents(List<string> problems)
    {
        var recovered = 0;
        for (var place = 0; place < _file.SegmentCount; place++)
        {
            var word = _isPlaced[place] ? 0 : _file.FirstWordOf(place);
            for (var index = 0; word != 0 && index < _places.Length; index++)
            {
                if (_places[index] >= 0 || !Fits(word, (First + index) * _file.SegmentBytes, _file.Seed, out _))
                    continue;

                _places[index] = place;
                _isPlaced[place] = true;
                recovered++;
                break;
            }
        }

        if (recovered > 0)
            problems.Add($"{recovered} segments of the ring were missing in its table and were found by their contents");
    }

    private SegmentMap MapOf(int found)
    {
        var map = new SegmentMap(_file);
        var missing = 0;
        for (var index = 0; index < found; index++)
        {
            if (_places[index] >= 0 && (_problems is null || _file.TryKeep(_places[index])))
                map.Set(First + index, _places[index]);
            else
                missing++;
        }

        if (missing > 0)
            _problems?.Add($"{missing} segments of the ring, {_file.SegmentBytes:N0} bytes each, are missing");
        return map;
    }

    private long NumberIn(int place) => _file.SegmentTable[place] is > 0 and <= LastNumber and var entry ? entry - 1 : -1;

    private bool Begins(int place, long number) =>
        number >= 0 && _problems is not null && Fits(_file.FirstWordOf(place), number * _file.SegmentBytes, _file.Seed, out _);
}
