using Google.Protobuf;

namespace WandbActors.Cli.EventFiles;

/// <summary>
/// Reads an event file, also one that is still being written. What follows a frame that is damaged or not whole is not looked at: where the next one begins
/// cannot be known. One thread.
/// </summary>
internal sealed class EventReader(Stream stream) : IDisposable
{
    private const int MaxEventBytes = 1 << 28; // a damaged length must not take the memory

    private readonly byte[] _header = new byte[EventFrame.HeaderBytes];
    private byte[] _event = new byte[4096];

    /// <summary>Where the next frame begins.</summary>
    public long Position { get; private set; }

    /// <summary>Why the file could not be read to its end; <c>null</c> as long as it could.</summary>
    public string? Problem { get; private set; }

    public static EventReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16));

    public void Seek(long position)
    {
        stream.Position = position;
        Position = position;
    }

    /// <summary>The next event; <c>null</c> at the end, or where nothing more can be read.</summary>
    public Event? Read()
    {
        var there = stream.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false);
        if (there < _header.Length)
            return there == 0 ? null : Fail("an event is incomplete");
        if (EventFrame.LengthIn(_header) is not { } length || length > MaxEventBytes)
            return Fail("an event's header is damaged");

        var whole = (int)length + EventFrame.FooterBytes;
        if (_event.Length < whole)
            _event = new byte[Math.Max(whole, 2 * _event.Length)];
        if (stream.ReadAtLeast(_event.AsSpan(0, whole), whole, throwOnEndOfStream: false) < whole)
            return Fail("an event is incomplete");

        var bytes = _event.AsSpan(0, (int)length);
        return EventFrame.IsSound(bytes, _event.AsSpan((int)length, EventFrame.FooterBytes)) ? Parse(bytes) : Fail("an event's checksum does not match");
    }

    public void Dispose() => stream.Dispose();

    private Event? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var happened = Event.Parser.ParseFrom(bytes);
            Position += EventFrame.HeaderBytes + bytes.Length + EventFrame.FooterBytes;
            return happened;
        }
        catch (InvalidProtocolBufferException)
        {
            return Fail("an event cannot be read");
        }
    }

    private Event? Fail(string reason)
    {
        Problem = $"{reason} at byte {Position}";
        return null;
    }
}
