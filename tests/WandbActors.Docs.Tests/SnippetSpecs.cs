namespace WandbActors.Docs.Tests;

public sealed class SnippetSpecs
{
    private static readonly string Pages = Path.Combine(AppContext.BaseDirectory, "pages");

    public static TheoryData<string> Snippets => [.. Find().Select(snippet => snippet.ToString())];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void What_a_page_shows_compiles(string place)
    {
        var snippet = Find().Single(snippet => snippet.ToString() == place);

        Assert.Empty(SnippetCompiler.FindErrors(snippet));
    }

    [Fact]
    public void A_snippet_that_is_wrong_is_found()
    {
        var snippet = new Snippet("logging.md", 7, "run.Log((\"loss\", 0.3));\nrun.Lock();");

        var error = Assert.Single(SnippetCompiler.FindErrors(snippet));

        Assert.StartsWith("logging.md:8: ", error, StringComparison.Ordinal);
    }

    private static IEnumerable<Snippet> Find() => Directory.EnumerateFiles(Pages, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .SelectMany(page => Snippet.In(Path.GetRelativePath(Pages, page), File.ReadAllText(page).ReplaceLineEndings("\n")));
}
