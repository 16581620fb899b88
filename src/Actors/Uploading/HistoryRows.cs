using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The rows that are being read from a log one after the other, until there are enough for a step or something else comes: their lines, written
/// without a parse. Owned by the log's tail.
/// </summary>
internal sealed class HistoryRows(FileStreamLimits limits) : IDisposable
{
    private const int MaxBlockBytes = 64 << 10;
    private const int MinBlockBytes = 4 << 10;

    // The pipeline cuts a request between steps: small ones fill it better.
    private const int StepsInRequest = 8;

    // Rows without lines are many in a step, and still few enough for others to have their turn.
    private const int MaxForgotten = 10_000;

    private readonly HistoryLineWriter _writer = new();
    private LineBlock? _block;
    private int _roomNeeded; // by a few more lines like the last
    private int _forgotten;

    /// <summary>Whether there are any, with lines or without.</summary>
    public bool HasAny => _forgotten > 0 || _block is { Count: > 0 };

    /// <summary>Whether there are enough.</summary>
    public bool IsFull => _forgotten >= MaxForgotten
        || (_block is { Count: > 0 } block && (block.Bytes >= limits.MaxRequestBytes / StepsInRequest || block.Room < _roomNeeded));

    /// <summary>Adds a record's line; false when it is not one of those that can be written so.</summary>
    /// <param name="record">The record as it lies in the log.</param>
    /// <param name="isKnown">Whether the server has the line, so that it is not sent.</param>
    /// <param name="logBytes">What the log has still to be read: a guess at how much will come.</param>
    public bool TryAdd(ReadOnlySpan<byte> record, bool isKnown, long logBytes)
    {
        _block ??= LineBlock.Rent((int)Math.Clamp(logBytes + (logBytes / 4), MinBlockBytes, MaxBlockBytes));
        var room = _block.Room;
        if (!_writer.TryWrite(record, _block, limits.MaxLineBytes))
            return false;

        _roomNeeded = (room - _block.Room) * 2;
        if (isKnown)
        {
            _block.Clear();
            _forgotten++;
        }

        return true;
    }

    /// <summary>The lines; the next step begins.</summary>
    public LineList Take()
    {
        _forgotten = 0;
        if (_block is not { Count: > 0 } block)
            return LineList.Empty;

        _block = null;
        return LineList.Of(block);
    }

    public void Dispose() => _block?.Return();
}
