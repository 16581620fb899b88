namespace WandbActors.Harness.Fuzzing;

/// <summary>One to four random changes of a file's bytes, as disks, filesystems and careless people make them.</summary>
internal static class Mutation
{
    private const int MaxChanges = 4;
    private const int MaxRun = 64;
    private const int MaxBlock = 4096;
    private const int MaxInsertion = 512;

    // Most of a row buffer is zeros, where a change says little: three of four are made near bytes that say something.
    private const int NearBytes = 3, OfAll = 4;

    /// <summary>The most bytes that a mutated file is longer than it was.</summary>
    public const int MaxGrowth = MaxChanges * MaxInsertion;

    /// <summary>Mutates the first <paramref name="length"/> bytes; returns how many there are after that.</summary>
    public static int Apply(byte[] file, int length, int[] interesting, Random random)
    {
        for (var changes = random.Next(1, MaxChanges + 1); changes > 0 && length > 0; changes--)
            length = ApplyOne(file, length, interesting, random);
        return length;
    }

    /// <summary>Offsets of bytes that are not zero, a sample of at most some thousand.</summary>
    public static int[] InterestingOffsets(ReadOnlySpan<byte> file)
    {
        var offsets = new List<int>();
        for (var i = 0; i < file.Length; i++)
        {
            if (file[i] != 0)
                offsets.Add(i);
        }

        var step = Math.Max(1, offsets.Count / MaxBlock);
        return [.. offsets.Where((_, index) => index % step == 0)];
    }

    private static int ApplyOne(byte[] file, int length, int[] interesting, Random random)
    {
        var at = interesting.Length > 0 && random.Next(OfAll) < NearBytes ? interesting[random.Next(interesting.Length)] : random.Next(length);
        at = Math.Min(at, length - 1);
        var left = length - at;
        switch (random.Next(8))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return length;
            case 1:
                random.NextBytes(file.AsSpan(at, Math.Min(left, random.Next(1, MaxRun))));
                return length;
            case 2:
                file.AsSpan(at, Math.Min(left, random.Next(1, MaxBlock))).Clear();
                return length;
            case 3:
                file.AsSpan(at, Math.Min(left, random.Next(1, MaxRun))).Fill(0xFF);
                return length;
            case 4:
                return at; // cut
            case 5:
                return Insert(file, length, at, random);
            case 6:
                return Remove(file, length, at, Math.Min(left, random.Next(1, MaxBlock)));
            default:
                Swap(file, at, random.Next(length), Math.Min(left, random.Next(1, MaxBlock)), length);
                return length;
        }
    }

    private static int Insert(byte[] file, int length, int at, Random random)
    {
        var count = random.Next(1, MaxInsertion);
        file.AsSpan(at, length - at).CopyTo(file.AsSpan(at + count));
        random.NextBytes(file.AsSpan(at, count));
        return length + count;
    }

    private static int Remove(byte[] file, int length, int at, int count)
    {
        file.AsSpan(at + count, length - at - count).CopyTo(file.AsSpan(at));
        return length - count;
    }

    private static void Swap(byte[] file, int one, int other, int count, int length)
    {
        count = Math.Min(count, length - other);
        var first = file.AsSpan(one, count).ToArray();
        file.AsSpan(other, count).CopyTo(file.AsSpan(one));
        first.CopyTo(file, other);
    }
}
