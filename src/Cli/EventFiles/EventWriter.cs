using Google.Protobuf;

namespace WandbActors.Cli.EventFiles;

/// <summary>Writes an event file that the official TensorBoard reads. One thread; the stream stays the caller's.</summary>
internal sealed class EventWriter
{
    private readonly Stream _stream;
    private byte[] _frame = new byte[4096];

    /// <param name="stream">Takes the file from its start.</param>
    /// <param name="startedAt">When what is logged began, in Unix seconds.</param>
    public EventWriter(Stream stream, double startedAt)
    {
        _stream = stream;
        Write(new Event { WallTime = startedAt, FileVersion = EventFrame.FileVersion });
    }

    public void Write(Event happened)
    {
        var length = happened.CalculateSize();
        var whole = EventFrame.HeaderBytes + length + EventFrame.FooterBytes;
        if (_frame.Length < whole)
            _frame = new byte[Math.Max(whole, 2 * _frame.Length)];

        var bytes = _frame.AsSpan(EventFrame.HeaderBytes, length);
        EventFrame.WriteHeader(_frame, length);
        happened.WriteTo(bytes);
        EventFrame.WriteFooter(_frame.AsSpan(EventFrame.HeaderBytes + length), bytes);
        _stream.Write(_frame, 0, whole);
    }
}
