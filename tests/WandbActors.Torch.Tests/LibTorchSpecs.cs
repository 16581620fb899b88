using System.Runtime.InteropServices;
using TorchSharp;

namespace WandbActors.Tests;

[Trait("Needs", "libtorch")]
public class LibTorchSpecs
{
    [LibTorchFact]
    public void A_tensor_can_be_made_on_this_system()
    {
        using var three = torch.tensor(1) + torch.tensor(2);

        Assert.Equal(3, three.ToInt64());
    }

    [LibTorchFact]
    public async Task Many_threads_may_ask_for_it_at_once()
    {
        var asking = Enumerable.Range(0, 16).Select(_ => Task.Run(LibTorch.EnsureLoaded));

        await Task.WhenAll(asking);

        Assert.True(LibTorch.TryLoad(out var problem), problem);
    }

    [LibTorchFact]
    public void The_library_in_use_is_the_one_that_the_runtime_finds_again()
    {
        using var one = torch.tensor(1);

        var handles = Enumerable.Range(0, 3).Select(_ => NativeLibrary.Load(LibTorchSharpResolver.Library, typeof(torch).Assembly, null)).Distinct();

        Assert.Single(handles);
    }

    [LibTorchFact]
    public void Other_libraries_are_left_to_others()
    {
        var isLoaded = NativeLibrary.TryLoad("NoLibraryOfThisName", typeof(torch).Assembly, null, out _);

        Assert.False(isLoaded);
    }
}
