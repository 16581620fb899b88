using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>A metric's name as the log writes it, and whether W&amp;B keeps it for itself.</summary>
internal readonly record struct BookedKey(EncodedKey Encoded, ReservedKey Reserved)
{
    /// <summary>Whether there is a metric of a name that leads to this one's, or the other way round: the later one of two values replaces the other.</summary>
    public bool HasRelatives { get; init; }

    /// <summary>At most so much does the name need in a mark slot: protobuf spends a byte a segment more.</summary>
    public int Bytes => Encoded.Fields.Length;
}
