using System.Runtime.InteropServices;
using TorchSharp;

namespace WandbActors;

/// <summary>
/// libtorch as this process loads it. TorchSharp loads it by itself at the first use of <c>torch</c>; with this assembly in the process
/// it also loads on Linux systems whose C++ library is older than the one TorchSharp was built with (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// C# programs that reference the package need no call: a build step of the package runs this assembly before the program's first line.
/// Other programs call <see cref="EnsureLoaded"/> before they touch <c>torch</c>: TorchSharp tries once per process.
/// </remarks>
public static class LibTorch
{
    /// <summary>Loads TorchSharp's native library. Any thread may call, any number of times; once loaded it stays.</summary>
    /// <exception cref="DllNotFoundException">Nothing could be loaded. The message says what to do and what was tried.</exception>
    public static void EnsureLoaded()
    {
        if (!TryLoad(out var problem))
            throw new DllNotFoundException(problem);
    }

    /// <summary>Loads TorchSharp's native library; <paramref name="problem"/> says what to do when nothing could be loaded.</summary>
    public static bool TryLoad(out string problem)
    {
        try
        {
            NativeLibrary.Load(LibTorchSharpResolver.Library, typeof(torch).Assembly, null);
            problem = "";
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            problem = "TorchSharp's native library cannot be loaded. Reference TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows "
                + "in the program's own project, or name the lib folder of another libtorch in LD_LIBRARY_PATH. "
                + exception.Message + LibTorchSharpResolver.LastProblem;
            return false;
        }
    }
}
