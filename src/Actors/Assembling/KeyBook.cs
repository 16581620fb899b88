using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>The ring's key numbers as the log writes them, each encoded once. Owned by the assembler; a number never changes its name.</summary>
internal sealed class KeyBook(RowBufferReader ring)
{
    private BookedKey[] _keys = new BookedKey[64];

    public BookedKey this[int number]
    {
        get
        {
            if (number < _keys.Length && _keys[number] is { Encoded: not null } known)
                return known;
            return Learn(number);
        }
    }

    private BookedKey Learn(int number)
    {
        if (number >= _keys.Length)
            Array.Resize(ref _keys, Math.Max(number + 1, _keys.Length * 2));
        var path = ring.PathOf(number);
        return _keys[number] = new BookedKey(new EncodedKey(path), ReservedKeys.Of(path));
    }
}
