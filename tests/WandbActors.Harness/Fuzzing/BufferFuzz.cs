using System.Buffers.Binary;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Harness.Fuzzing;

/// <summary>Mutated row buffers, opened as a recovery does, with every item, value and name read. Not thread-safe.</summary>
internal sealed class BufferFuzz : IDisposable
{
    private const int Buffers = 32;
    private const int ResealedShare = 8; // of so many, one has a header whose checksum fits its damage

    private readonly List<(byte[] Bytes, int[] Interesting)> _buffers;
    private readonly FuzzTally _tally;
    private readonly string _directory;
    private readonly string _path;
    private byte[] _mutated = [];

    public BufferFuzz(FuzzTally tally)
    {
        _tally = tally;
        _directory = Directory.CreateDirectory(
            Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"wandb-actors-fuzz-{Guid.NewGuid():N}")).FullName;
        _path = Path.Combine(_directory, "mutated.ring");
        _buffers = [.. Enumerable.Range(0, Buffers).Select(seed => SmallBuffers.Make(seed, _directory)).Select(bytes => (bytes, Mutation.InterestingOffsets(bytes)))];
    }

    public void Run(Random random)
    {
        var (bytes, interesting) = _buffers[random.Next(_buffers.Count)];
        if (_mutated.Length < bytes.Length + Mutation.MaxGrowth)
            _mutated = new byte[bytes.Length + Mutation.MaxGrowth];
        bytes.CopyTo(_mutated, 0);
        var length = Mutation.Apply(_mutated, bytes.Length, interesting, random);
        if (random.Next(ResealedShare) == 0)
            Reseal();
        using (var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            file.SetLength(length);
            file.Write(_mutated, 0, length);
        }

        FuzzCase.Run(_tally, length, () => Read(length));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Reseal() => BinaryPrimitives.WriteUInt32LittleEndian(
        _mutated.AsSpan(RowBufferFormat.HeaderChecksumAt), RowBufferFormat.HeaderChecksum(_mutated.AsSpan(0, RowBufferFormat.HeaderBytes)));

    private string Read(int length)
    {
        LeftBehindBuffer buffer;
        try
        {
            buffer = LeftBehindBuffer.Open(_path, _directory);
        }
        catch (InvalidDataException)
        {
            return "buffer: turned away";
        }

        using (buffer)
        {
            for (var items = 0; buffer.Reader.TryRead(out var item); items++)
            {
                if (items > length / RowBufferFormat.Alignment)
                    throw new InvalidOperationException("more items were read than there are bytes");
                Look(item);
            }

            NoteMarks(buffer);
            CountLosses(buffer);
            return $"buffer: read{(buffer.Problems.Count > 0 || buffer.Reader.Holes > 0 ? ", with problems" : " as if whole")}";
        }
    }

    // As whoever takes a row does: its checksum holds, so nothing can be wrong with it; a row that is wrong all the same costs itself only.
    private void Look(in BufferedItem item)
    {
        try
        {
            if (item.Kind == BufferedItemKind.Record)
                _ = item.RecordBytes.Length;
            for (var i = 0; item.Kind == BufferedItemKind.Row && i < item.Count; i++)
                _ = (item[i].Bits, item.PathOf(i));
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or IndexOutOfRangeException)
        {
            _tally.Count("  poisoned rows");
        }
    }

    // A recovery that goes on notes marks of its own.
    private static void NoteMarks(LeftBehindBuffer buffer)
    {
        var mark = new RingMark(buffer.Reader.Position, 0, default);
        buffer.NoteIntent(mark);
        buffer.NoteRelease(mark);
    }

    private void CountLosses(LeftBehindBuffer buffer)
    {
        _tally.Count("  holes", buffer.Reader.Holes);
        _tally.Count("  damaged items", buffer.Reader.DamagedItems);
        _tally.Count("  unknown names", buffer.Reader.UnknownNames);
        _tally.Count("  buffers without marks", buffer.Marks is null ? 1 : 0);
    }
}
