using WandbActors.Resolution;
using WandbActors.Surroundings;
using WandbActors.Testing;

namespace WandbActors.Api.Tests.Resolution;

/// <summary>A user's home and working directory in a temporary place, and an environment that holds only what a test puts there.</summary>
internal sealed class SettingsOnDisk : IDisposable
{
    public const string Key = "0123456789012345678901234567890123456789";

    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = [];

    public SettingsOnDisk()
    {
        Directory.CreateDirectory(_directory["home"]);
        Directory.CreateDirectory(_directory["work"]);
        _variables["HOME"] = _directory["home"];
    }

    public string WorkingDirectory => _directory["work"];

    public string Home => _directory["home"];

    public ProcessSurroundings Surroundings => new(_variables, WorkingDirectory, Path.Combine(WorkingDirectory, "train.dll"), "trainer-0", "someone");

    public SettingsOnDisk With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public string Write(string path, string text) => _directory.Write(path, text);

    public ResolvedRunOptions Resolve(RunOptions? options = null) => RunOptionsResolver.Resolve(options ?? new RunOptions(), Surroundings);

    public string Refusal(RunOptions? options = null) => Assert.Throws<WandbException>(() => Resolve(options)).Message;

    public void Dispose() => _directory.Dispose();
}
