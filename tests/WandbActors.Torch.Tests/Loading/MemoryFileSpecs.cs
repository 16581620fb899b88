using System.Runtime.InteropServices;

namespace WandbActors.Tests.Loading;

[Trait("Needs", "libtorch")]
public class MemoryFileSpecs
{
    [LibTorchFact]
    public void A_library_loads_from_memory()
    {
        var image = File.ReadAllBytes(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so"));

        var library = MemoryFile.Load("libSystem.Native.so", image);

        Assert.True(NativeLibrary.TryGetExport(library, "SystemNative_Read", out _));
    }

    [LibTorchFact]
    public void Two_libraries_do_not_get_into_each_others_way()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();

        var first = MemoryFile.Load("first", File.ReadAllBytes(Path.Combine(runtime, "libSystem.Native.so")));
        var second = MemoryFile.Load("second", File.ReadAllBytes(Path.Combine(runtime, "libSystem.IO.Compression.Native.so")));

        Assert.True(NativeLibrary.TryGetExport(first, "SystemNative_Read", out _));
        Assert.True(NativeLibrary.TryGetExport(second, "CompressionNative_Crc32", out _));
    }

    [LibTorchFact]
    public void What_is_no_library_is_refused()
    {
        byte[] image = [1, 2, 3];

        void Load() => MemoryFile.Load("junk", image);

        Assert.ThrowsAny<DllNotFoundException>(Load);
    }
}
