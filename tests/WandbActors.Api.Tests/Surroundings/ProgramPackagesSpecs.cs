using System.Text;
using WandbActors.Surroundings;
using WandbActors.Testing;

namespace WandbActors.Api.Tests.Surroundings;

public sealed class ProgramPackagesSpecs : IDisposable
{
    private const string Deps =
        """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "libraries": {
            "train/1.0.0": { "type": "project" },
            "TorchSharp/0.107.0": { "type": "package", "serviceable": true },
            "akka/1.5.74": { "type": "package" },
            "odd": { "type": "package" }
          }
        }
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Packages_are_listed_by_name_with_their_versions()
    {
        Assert.Equal(["akka==1.5.74", "TorchSharp==0.107.0"], ProgramPackages.Read(Encoding.UTF8.GetBytes(Deps)));
    }

    [Fact]
    public void The_list_is_written_as_the_official_client_does()
    {
        Assert.True(ProgramPackages.TryWrite(With(_directory.Write("train.deps.json", Deps)), _directory.Path));

        Assert.Equal("akka==1.5.74\nTorchSharp==0.107.0\n", File.ReadAllText(_directory["requirements.txt"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"libraries\":{}}")]
    [InlineData("{\"libraries\":[]}")]
    public void Without_a_list_there_is_no_file(string? deps)
    {
        var path = deps is null ? _directory["missing.json"] : _directory.Write("train.deps.json", deps);

        Assert.False(ProgramPackages.TryWrite(With(path), _directory.Path));

        Assert.False(File.Exists(_directory["requirements.txt"]));
    }

    [Fact]
    public void This_process_has_a_list()
    {
        Assert.True(ProgramPackages.TryWrite(ProcessSurroundings.Read(), _directory.Path));

        Assert.Contains("xunit==", File.ReadAllText(_directory["requirements.txt"]));
    }

    private static ProcessSurroundings With(string deps) => new(new Dictionary<string, string>(), "", "", "", "") { DepsFile = deps };
}
