using System.Buffers.Binary;

namespace WandbActors;

/// <summary>One symbol version that an ELF file needs from another library, at a known place of the file. Immutable.</summary>
internal sealed record ElfVersionNeed(string Library, string Version, bool IsWeak, int FlagsOffset)
{
    /// <summary>VER_FLG_WEAK: the loader does without the version where the library lacks it.</summary>
    internal const ushort WeakFlag = 2;

    /// <summary>Sets the weak flag in the file that this was read from, or in a copy of it.</summary>
    public void MarkWeak(Span<byte> file)
    {
        var flags = file.Slice(FlagsOffset, sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
    }
}
