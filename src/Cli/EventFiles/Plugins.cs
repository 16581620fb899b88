namespace WandbActors.Cli.EventFiles;

/// <summary>The names by which TensorBoard knows what a tensor is. Part of the format.</summary>
internal static class Plugins
{
    public const string Scalars = "scalars", Text = "text", Histograms = "histograms", Images = "images";
}
