using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The metrics that definitions name as others' x-axis: their newest numbers, and which of them a row still needs. A row with a metric that
/// is synced to one of them, but without that, gets its newest number: 0 before the first. Owned by the assembler.
/// </summary>
internal sealed class StepMetrics(KeyBook keys)
{
    private readonly List<int> _keys = [];
    private double[] _newest = [];
    private long[] _neededIn = []; // by place: the newest row that needs it
    private long[] _seenIn = [];   // and the newest that has it
    private long _row;

    public void Add(MetricPath path, MetricTracks tracks)
    {
        var key = keys.NumberOf(path);
        if (tracks[key].AsStep >= 0)
            return;

        tracks[key].AsStep = _keys.Count;
        _keys.Add(key);
        Array.Resize(ref _newest, _keys.Count);
        Array.Resize(ref _neededIn, _keys.Count);
        Array.Resize(ref _seenIn, _keys.Count);
    }

    public int PlaceOf(MetricPath path) => _keys.IndexOf(keys.NumberOf(path));

    public void BeginRow() => _row++;

    /// <summary>The row has this metric.</summary>
    public void Note(in MetricTrack track)
    {
        if (track.Step >= 0)
            _neededIn[track.Step] = _row;
        if (track.AsStep >= 0)
            _seenIn[track.AsStep] = _row;
    }

    /// <summary>A number of a metric that may be a step metric.</summary>
    public void NoteNumber(in MetricTrack track, double number)
    {
        if (track.AsStep >= 0)
            _newest[track.AsStep] = number;
    }

    /// <summary>Whether the row has every one that it needs.</summary>
    public bool AreComplete
    {
        get
        {
            for (var place = 0; place < _keys.Count; place++)
            {
                if (IsLacking(place))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Adds to the open history record what the row needs and has not.</summary>
    public void Insert(EncodedBatch batch, MetricTracks tracks, SummaryTracker summary)
    {
        for (var place = 0; place < _keys.Count; place++)
        {
            if (!IsLacking(place))
                continue;

            var bits = BitConverter.DoubleToInt64Bits(_newest[place]);
            tracks.LookUp(_keys[place]);
            batch.AddNumber(keys[_keys[place]].Encoded, MetricValueKind.Float64, bits);
            summary.NoteNumber(_keys[place], MetricValueKind.Float64, bits);
        }
    }

    private bool IsLacking(int place) => _neededIn[place] == _row && _seenIn[place] != _row;
}
