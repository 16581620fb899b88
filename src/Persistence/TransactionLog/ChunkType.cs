namespace WandbActors.Persistence.TransactionLog;

/// <summary>Which part of a record a chunk holds. The numbers are part of the format.</summary>
internal enum ChunkType : byte
{
    /// <summary>No chunk: what a header of zeros looks like. The rest of its block holds nothing.</summary>
    Zeros = 0,

    /// <summary>A whole record.</summary>
    Full = 1,

    /// <summary>The beginning of a record that goes on in the next block.</summary>
    First = 2,

    /// <summary>A record's inner part: it has begun before this block and goes on behind it.</summary>
    Middle = 3,

    /// <summary>The end of a record that began in an earlier block.</summary>
    Last = 4,
}
