namespace WandbActors.Tests;

/// <summary>A theory about libtorch: skipped, with the reason, where there is none for this system.</summary>
internal sealed class LibTorchTheoryAttribute : TheoryAttribute
{
    public LibTorchTheoryAttribute() => Skip = LibTorch.TryLoad(out var problem) ? null : problem;
}
