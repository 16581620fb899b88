using WandbActors.Persistence.Files;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests;

public sealed class SaveGlobSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    public SaveGlobSpecs()
    {
        foreach (var name in (string[])["a/1.txt", "a/2.bin", "a/b/3.txt", "a/.hidden", "a/b/c d/ü#.txt", "top.txt"])
            _home.Write(name, name);
        Directory.CreateSymbolicLink(_home["a/loop"], _home["a"]);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("a/*.txt", "a/1.txt")]
    [InlineData("a/?.*", "a/1.txt|a/2.bin")]
    [InlineData("a/**/*.txt", "a/1.txt|a/b/3.txt|a/b/c d/ü#.txt")]
    [InlineData("*/b/*.txt", "a/b/3.txt")]
    [InlineData("a/.*", "a/.hidden")]
    [InlineData("a/**", "a/1.txt|a/2.bin|a/b/3.txt|a/b/c d/ü#.txt")]
    [InlineData("**/**/3.txt", "a/b/3.txt")]
    [InlineData("**/b/**/*.txt", "a/b/3.txt|a/b/c d/ü#.txt")]
    [InlineData("*", "top.txt")]
    [InlineData("a/b", "a/b/3.txt|a/b/c d/ü#.txt")]
    [InlineData("top.txt", "top.txt")]
    [InlineData("nothing.txt", "")]
    [InlineData("nowhere/*.txt", "")]
    public void A_pattern_is_what_it_matches_below_the_base(string glob, string names)
    {
        var files = SaveGlob.Find(_home[glob], _home.Path, out var problem, out _);

        Assert.Equal("", problem);
        Assert.Equal(names.Split('|', StringSplitOptions.RemoveEmptyEntries), files.Select(file => file.Name));
        Assert.All(files, file => Assert.Equal(_home[file.Name], file.Source));
    }

    [Theory]
    [InlineData("a/1.txt", "a/1.txt")]
    [InlineData("a/b/*.txt", "b/3.txt")]
    [InlineData("a/*/3.txt", "b/3.txt")]
    [InlineData("*/b/3.*", "a/b/3.txt")]
    [InlineData("a/b/c d/", "b/c d/ü#.txt")]
    public void An_absolute_pattern_without_a_base_keeps_one_directory_and_what_is_behind_a_wildcard(string glob, string name)
    {
        var files = SaveGlob.Find(_home[glob], null, out _, out _);

        Assert.Equal([name], files.Select(file => file.Name));
    }

    [Theory]
    [InlineData("a/../../secret")]
    [InlineData("../*")]
    [InlineData("..")]
    public void What_lies_outside_the_base_is_refused(string glob)
    {
        var files = SaveGlob.Find(_home[$"a/{glob}"], _home["a"], out var problem, out _);

        Assert.Empty(files);
        Assert.Contains("is not below", problem);
    }

    [Theory]
    [InlineData("*.txt", 1)]
    [InlineData("a/*.txt", 2)]
    [InlineData("*/b/*.txt", 4)]
    [InlineData("nothing/*/*", 1)]
    [InlineData("a/**/3.txt", 4)]
    [InlineData("**", 5)]
    public void Only_directories_that_the_pattern_can_mean_are_looked_at(string glob, int directories)
    {
        Directory.CreateDirectory(_home["z"]);
        var walk = new GlobWalk(glob.Split('/'));

        walk.Below(_home.Path);

        Assert.Equal(directories, walk.Looked);
    }

    [Fact]
    public void What_cannot_be_read_is_left_out_and_said()
    {
        var walk = new GlobWalk(["*"]);

        Assert.Empty(walk.Below(_home["gone meanwhile"]));
        Assert.Contains("gone meanwhile", walk.Unread, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("a\0b")]
    public void What_is_no_path_below_anything_is_refused(string glob)
    {
        Assert.Empty(SaveGlob.Find(glob, null, out var problem, out _));
        Assert.NotEmpty(problem);
    }
}
