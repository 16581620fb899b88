using System.Runtime.InteropServices;

namespace WandbActors.Tests.Devices;

/// <summary>
/// Memory as a device would write to it: what was copied can be taken away, as if the copy were under way still, and can arrive later. It is never
/// freed, like pinned memory.
/// </summary>
internal sealed unsafe class ScriptedMemory
{
    private const byte Garbage = 0xA5;

    private readonly List<(nint Address, byte[] Content)> _allocations = [];

    /// <summary>How often memory was asked for.</summary>
    public int Allocations => _allocations.Count;

    public nint Allocate(long bytes)
    {
        var address = (nint)NativeMemory.AllocZeroed((nuint)bytes);
        _allocations.Add((address, new byte[bytes]));
        return address;
    }

    /// <summary>What was copied has not arrived.</summary>
    public void Hide()
    {
        foreach (var (address, content) in _allocations)
        {
            var memory = new Span<byte>((void*)address, content.Length);
            memory.CopyTo(content);
            memory.Fill(Garbage);
        }
    }

    /// <summary>What was hidden arrives.</summary>
    public void Reveal()
    {
        foreach (var (address, content) in _allocations)
            content.CopyTo(new Span<byte>((void*)address, content.Length));
    }
}
