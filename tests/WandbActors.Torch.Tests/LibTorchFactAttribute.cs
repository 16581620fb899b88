namespace WandbActors.Tests;

/// <summary>A fact about libtorch: skipped, with the reason, where there is none for this system.</summary>
internal sealed class LibTorchFactAttribute : FactAttribute
{
    public LibTorchFactAttribute() => Skip = LibTorch.TryLoad(out var problem) ? null : problem;
}
