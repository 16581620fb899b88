using System.Buffers.Binary;

namespace WandbActors.Testing;

/// <summary>
/// The framing of a <c>.wandb</c> file, read once more from the format's description and sharing nothing with the product's own reader. It
/// is strict: whatever a correct writer would not have written is a complaint.
/// </summary>
internal sealed class PlainChunks
{
    private const int Block = 32768;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    private readonly byte[] _file;
    private readonly List<byte[]> _records = [];
    private readonly List<byte> _open = [];
    private bool _isOpen;
    private int _at;

    private PlainChunks(byte[] file) => _file = file;

    public string? Complaint { get; private set; }

    public IReadOnlyList<byte[]> Records => _records;

    public static PlainChunks Parse(byte[] file)
    {
        var chunks = new PlainChunks(file);
        chunks.ReadAll();
        return chunks;
    }

    private static uint TableEntry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 1 ? (entry >> 1) ^ 0xEDB88320 : entry >> 1;
        return entry;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private void ReadAll()
    {
        if (!_file.AsSpan().StartsWith(Convert.FromHexString("3A572642E1BE00")))
        {
            Complaint = "the file has no W&B header";
            return;
        }

        _at = 7;
        while (Complaint is null && _at < _file.Length)
            Complaint = ReadChunk() is { } problem ? $"byte {_at}: {problem}" : null;
        if (Complaint is null && _isOpen)
            Complaint = "the file ends within a record";
    }

    private string? ReadChunk()
    {
        var left = Block - (_at % Block);
        if (left < 7)
            return SkipPadding(left);
        if (_file.Length - _at < 7)
            return "the file ends within a chunk's header";

        var header = _file.AsSpan(_at, 7);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        if (7 + length > left)
            return "a chunk reaches over its block";
        if (_at + 7 + length > _file.Length)
            return "the file ends within a chunk";
        if (Crc(_file.AsSpan(_at + 6, 1 + length)) != BinaryPrimitives.ReadUInt32LittleEndian(header))
            return "a chunk's CRC is wrong";

        var type = header[6];
        var fillsBlock = 7 + length == left;
        if (type is 2 or 3 && !fillsBlock)
            return "a record goes on although its chunk does not fill the block";
        if (Join(type, _file.AsSpan(_at + 7, length)) is { } problem)
            return problem;

        _at += 7 + length;
        return null;
    }

    private string? SkipPadding(int left)
    {
        var padding = _file.AsSpan(_at, Math.Min(left, _file.Length - _at));
        if (padding.ContainsAnyExcept((byte)0))
            return "padding is not zero";
        if (padding.Length < left || _at + left == _file.Length)
            return "padding without a chunk behind it";

        _at += left;
        return null;
    }

    private string? Join(byte type, ReadOnlySpan<byte> payload)
    {
        if (type is < 1 or > 4)
            return $"a chunk has type {type}";
        if (_isOpen != type is 3 or 4)
            return $"a chunk of type {type} where {(_isOpen ? "a record goes on" : "a record begins")}";

        _open.AddRange(payload);
        _isOpen = type is 2 or 3;
        if (_isOpen)
            return null;

        _records.Add([.. _open]);
        _open.Clear();
        return null;
    }
}
