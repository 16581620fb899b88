namespace WandbActors.Persistence.TransactionLog;

/// <summary>One chunk with a good checksum. The payload is valid until the next chunk is read.</summary>
internal readonly record struct Chunk(ChunkType Type, long Offset, ReadOnlyMemory<byte> Payload);
