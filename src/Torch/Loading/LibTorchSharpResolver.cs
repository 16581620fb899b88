using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace WandbActors;

/// <summary>
/// Answers the runtime when it has failed to load <c>libLibTorchSharp.so</c>: loads a copy in memory that does not insist on a C++ library
/// newer than the system's. Where the file itself loads, nobody asks, and nothing here costs anything.
/// </summary>
/// <remarks>
/// TorchSharp asks once, from a static constructor, and by a way that never reaches <see cref="NativeLibrary.SetDllImportResolver"/>; so
/// the answer must stand before the first use of <c>torch</c>, and it is given to the load context.
/// </remarks>
internal static class LibTorchSharpResolver
{
    /// <summary>The name by which TorchSharp asks.</summary>
    public const string Library = "LibTorchSharp";

    private const string FileName = "libLibTorchSharp.so";

    // GCC 13.2 added this version for one symbol, the marker that every file with <iostream> refers to. TorchSharp's library names it and
    // has no relocation for it: nothing is ever looked up, so its absence is harmless.
    private const string MarkerVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Loading = new();
    private static nint _loaded;

    /// <summary>Why the last attempt failed, as a text that goes on after another; empty if there was none.</summary>
    public static string LastProblem { get; private set; } = "";

    /// <summary>Stands ready to answer; does nothing but on Linux.</summary>
    public static void Register()
    {
        if (OperatingSystem.IsLinux())
            AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += Resolve;
    }

    private static nint Resolve(Assembly requester, string library)
    {
        if (library != Library)
            return 0;

        lock (Loading)
        {
            if (_loaded == 0)
                _loaded = LoadCopy();
            return _loaded;
        }
    }

    private static nint LoadCopy()
    {
        if (NativeFolders().Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists) is not { } path)
            return 0;

        try
        {
            var image = File.ReadAllBytes(path);
            var marker = ElfVersionNeeds.Read(image).FirstOrDefault(need => need.Version == MarkerVersion && !need.IsWeak);
            if (marker is null)
                return 0;

            marker.MarkWeak(image);
            LoadDependencies();
            return MemoryFile.Load(FileName, image);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException)
        {
            LastProblem = $"\nA copy of {path} without its need of {MarkerVersion} does not load either: {exception.Message}";
            return 0;
        }
    }

    // A copy in memory lies beside nothing, so what it needs must be in the process before it; found where TorchSharp would find it.
    private static void LoadDependencies()
    {
        foreach (var dependency in new[] { "c10", "torch_cpu", "torch" })
            NativeLibrary.TryLoad(dependency, typeof(torch).Assembly, null, out _);
    }

    // Where the runtime looks, in its order: the package's folders of native files, the program's, TorchSharp's, the system's.
    private static IEnumerable<string> NativeFolders() =>
    [
        .. Folders(AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string),
        AppContext.BaseDirectory,
#pragma warning disable IL3000 // in a single-file program it is empty, and the runtime has named the folder above
        .. Folders(Path.GetDirectoryName(typeof(torch).Assembly.Location)),
#pragma warning restore IL3000
        .. Folders(Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")),
    ];

    private static string[] Folders(string? list) => (list ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
}
