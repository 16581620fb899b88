using System.Text.RegularExpressions;

namespace WandbActors.Docs.Tests;

public sealed partial class LinkSpecs
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "pages"));

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Root, "*.md").Select(page => Path.GetFileName(page))];

    // Pages lie beside each other here; of what they link to outside of docs/ the sources of the tests know the way.
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_to_another_page_leads_there(string page)
    {
        var links = Link().Matches(File.ReadAllText(Path.Combine(Root, page))).Select(link => link.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && link.EndsWith(".md", StringComparison.Ordinal));

        Assert.All(links.Select(link => Path.GetFileName(link)).Except(["CONTRIBUTING.md", "CHANGELOG.md"]), link => Assert.True(File.Exists(Path.Combine(Root, link)), link));
    }

    [GeneratedRegex(@"\]\(([^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
