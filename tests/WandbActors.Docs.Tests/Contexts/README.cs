using TorchSharp;

namespace WandbActors.Docs.Tests.Contexts;

/// <summary>Names of README.md.</summary>
public static class README
{
    public static readonly byte[] pixels = [];
    public static readonly Table table = new(["id"]);
    public static readonly torch.Tensor lossTensor = null!;
    public static readonly torch.nn.Module<torch.Tensor, torch.Tensor> model = null!;
}
