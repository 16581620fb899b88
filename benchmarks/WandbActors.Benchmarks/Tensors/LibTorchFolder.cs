using System.Runtime.InteropServices;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// Which libtorch the program runs with: the first folder of <c>LD_LIBRARY_PATH</c> that holds one, so that any build of it can be measured,
/// else the package's, where it lies. Loaded by path and before the first use of <c>torch</c>: who asks for it by name later gets this one.
/// </summary>
internal static class LibTorchFolder
{
    private const string Setting = "WandbActors.LibTorchFolder"; // named by the project file
    private const string Main = "torch_cpu";

    // Each before those that need it; the last two only where the build is one for CUDA.
    private static readonly string[] Libraries = ["c10", Main, "c10_cuda", "torch_cuda", "torch"];

    /// <summary>Loads it; false, with what to do, where there is none or it does not load.</summary>
    public static bool TryLoad(out string problem)
    {
        try
        {
            if (Folders().FirstOrDefault(folder => File.Exists(PathOf(folder, Main))) is { } folder)
            {
                foreach (var path in Libraries.Select(library => PathOf(folder, library)).Where(File.Exists))
                    NativeLibrary.Load(path);
            }

            return LibTorch.TryLoad(out problem);
        }
        catch (DllNotFoundException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>The file that is mapped into this process; a question mark where the system does not say.</summary>
    public static string Mapped() =>
        OperatingSystem.IsLinux() && File.ReadLines("/proc/self/maps").FirstOrDefault(line => line.Contains("libtorch_cpu.so")) is { } line
            ? line[line.IndexOf('/')..]
            : "?";

    private static IEnumerable<string> Folders() =>
    [
        .. (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        .. AppContext.GetData(Setting) is string folder ? [folder] : Array.Empty<string>(),
    ];

    private static string PathOf(string folder, string library) => Path.Combine(
        Path.GetFullPath(folder),
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so");
}
