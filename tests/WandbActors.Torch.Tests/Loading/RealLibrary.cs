namespace WandbActors.Tests.Loading;

/// <summary>TorchSharp's own native library, as its package ships it.</summary>
internal static class RealLibrary
{
    public static byte[] Bytes() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
}
