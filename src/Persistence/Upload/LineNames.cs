using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text.Unicode;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// The names of metrics as they stand in a request, with a number for each: escaped once, then copied. A run has a few hundred; when there are
/// very many it begins anew, so numbers hold for one row. Owner: one log's reader.
/// </summary>
internal sealed class LineNames
{
    private const int MaxNames = 16 * 1024;
    private const long MaxBytes = 4 << 20;

    private readonly Dictionary<byte[], int> _ids = new(new BytesComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _idsOf;
    private readonly List<Name> _names = [];
    private readonly PooledBuffer _scratch = new();
    private long _bytes;

    public LineNames() => _idsOf = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();

    public Name this[int id] => _names[id];

    public int Count => _names.Count;

    /// <summary>Forgets all names if they are too many.</summary>
    /// <returns>Whether it did.</returns>
    public bool Trim()
    {
        if (_names.Count <= MaxNames && _bytes <= MaxBytes)
            return false;

        _ids.Clear();
        _names.Clear();
        _bytes = 0;
        return true;
    }

    /// <summary>The number of a name; false when its UTF-8 is broken.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8, out int id) => _idsOf.TryGetValue(utf8, out id) || TryAdd(utf8, out id);

    private bool TryAdd(ReadOnlySpan<byte> utf8, out int id)
    {
        id = _names.Count;
        if (!Utf8.IsValid(utf8))
            return false;

        _scratch.Clear();
        ValueJson.WriteText(utf8, _scratch);
        _scratch.Write(":"u8);
        var inLine = _scratch.WrittenSpan.ToArray();
        _scratch.Clear();
        ValueJson.Escape(inLine, _scratch);
        var name = new Name(utf8.ToArray(), _scratch.WrittenSpan.ToArray(), inLine.Length);
        _ids.Add(name.Utf8, id);
        _names.Add(name);
        _bytes += name.Utf8.Length + name.Escaped.Length;
        return true;
    }

    /// <param name="Utf8">The name itself.</param>
    /// <param name="Escaped">With quotes and colon, as it stands in a request.</param>
    /// <param name="LineBytes">With quotes and colon, its bytes in the line.</param>
    public sealed record Name(byte[] Utf8, byte[] Escaped, int LineBytes);

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
