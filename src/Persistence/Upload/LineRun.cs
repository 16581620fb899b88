namespace WandbActors.Persistence.Upload;

/// <summary>Some consecutive lines of a block.</summary>
internal readonly record struct LineRun(LineBlock Block, int First, int Count)
{
    /// <summary>Behind the last line.</summary>
    public int End => First + Count;

    /// <summary>The lines as they stand in a request, with a comma before each.</summary>
    public ReadOnlySpan<byte> Escaped => Block.Escaped(First, Count);

    /// <summary>The summed lengths of the lines.</summary>
    public long Bytes
    {
        get
        {
            if (Count == 0 || Count == Block.Count)
                return Count == 0 ? 0 : Block.Bytes;

            var bytes = 0L;
            for (var line = First; line < End; line++)
                bytes += Block.BytesOf(line);
            return bytes;
        }
    }
}
