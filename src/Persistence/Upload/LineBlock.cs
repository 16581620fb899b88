using System.Buffers;
using System.Text.Json;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// Consecutive lines as a request carries them: JSON strings, each with a comma before it. So a request is put together by copying. Its maker
/// adds lines and hands it on; from then on it does not change. A rented one is given back by whoever has put the last of its lines into a request.
/// </summary>
internal sealed class LineBlock
{
    private readonly bool _isRented;
    private byte[] _text;
    private Line[] _lines;
    private int _length;

    private LineBlock(byte[] text, Line[] lines, bool isRented)
    {
        _text = text;
        _lines = lines;
        _isRented = isRented;
    }

    public int Count { get; private set; }

    /// <summary>The summed lengths of the lines, as they are.</summary>
    public long Bytes { get; private set; }

    /// <summary>The length of the longest line, as it is.</summary>
    public int LongestLine { get; private set; }

    /// <summary>Bytes left behind the lines.</summary>
    public int Room => _text.Length - _length;

    /// <summary>An empty block from the pool, for about so many bytes.</summary>
    public static LineBlock Rent(int bytes) => new(ArrayPool<byte>.Shared.Rent(bytes), ArrayPool<Line>.Shared.Rent(256), isRented: true);

    /// <summary>A block of lines, each without its newline.</summary>
    public static LineBlock Of(params ReadOnlySpan<ReadOnlyMemory<byte>> lines)
    {
        using var text = new PooledBuffer();
        var places = new Line[lines.Length];
        var block = new LineBlock([], places, isRented: false);
        foreach (var line in lines)
        {
            text.Write(",\""u8);
            ValueJson.Escape(line.Span, text);
            text.Write("\""u8);
            block.Note(text.Length, line.Length);
        }

        block._text = text.WrittenSpan.ToArray();
        return block;
    }

    /// <summary>Room for a line; what has been written stays.</summary>
    public Span<byte> GetSpan(int bytes)
    {
        if (Room < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + bytes), 2 * _text.Length));
            _text.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_text);
            _text = larger;
        }

        return _text.AsSpan(_length);
    }

    /// <summary>The next line stands in what <see cref="GetSpan"/> gave, with comma and quotes.</summary>
    /// <param name="escapedBytes">Its bytes there.</param>
    /// <param name="bytes">Its bytes as a line.</param>
    public void Add(int escapedBytes, int bytes)
    {
        if (Count == _lines.Length)
        {
            var larger = ArrayPool<Line>.Shared.Rent(2 * Count);
            _lines.CopyTo(larger, 0);
            ArrayPool<Line>.Shared.Return(_lines);
            _lines = larger;
        }

        Note(_length + escapedBytes, bytes);
    }

    /// <summary>Forgets the lines.</summary>
    public void Clear() => (_length, Count, Bytes, LongestLine) = (0, 0, 0, 0);

    /// <summary>The bytes of one line, as it is.</summary>
    public int BytesOf(int line) => _lines[line].Bytes;

    /// <summary>Lines as they stand in a request; the first comma is there too.</summary>
    public ReadOnlySpan<byte> Escaped(int first, int count) => _text.AsSpan(StartOf(first)..StartOf(first + count));

    /// <summary>One line as it is, but for broken UTF-8.</summary>
    public ReadOnlyMemory<byte> LineAt(int line)
    {
        var json = new Utf8JsonReader(Escaped(line, 1)[1..]);
        json.Read();
        var bytes = new byte[json.ValueSpan.Length];
        return bytes.AsMemory(0, json.CopyString(bytes));
    }

    /// <summary>Gives the memory back: nobody may look at the lines any more.</summary>
    public void Return()
    {
        if (!_isRented || _text.Length == 0)
            return;

        ArrayPool<byte>.Shared.Return(_text);
        ArrayPool<Line>.Shared.Return(_lines);
        (_text, _lines) = ([], []);
        Clear();
    }

    private int StartOf(int line) => line == 0 ? 0 : _lines[line - 1].End;

    private void Note(int end, int bytes)
    {
        _lines[Count++] = new Line(end, bytes);
        _length = end;
        Bytes += bytes;
        LongestLine = Math.Max(LongestLine, bytes);
    }

    /// <param name="End">Behind its escaped form.</param>
    /// <param name="Bytes">Its length as it is.</param>
    private readonly record struct Line(int End, int Bytes);
}
