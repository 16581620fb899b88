namespace WandbActors.Docs.Tests;

/// <summary>A piece of C# that a page shows.</summary>
/// <param name="Page">The page, such as <c>logging.md</c>.</param>
/// <param name="Line">The line of its first line there.</param>
/// <param name="Code">The code.</param>
public sealed record Snippet(string Page, int Line, string Code)
{
    private const string Fence = "```";

    /// <summary>All of a page, in its order.</summary>
    public static IEnumerable<Snippet> In(string page, string text)
    {
        var (begin, code) = (0, new List<string>());
        foreach (var (number, line) in text.Split('\n').Index())
        {
            if (begin == 0 && line == Fence + "csharp")
                begin = number + 2;
            else if (begin > 0 && line != Fence)
                code.Add(line);
            else if (begin > 0)
            {
                yield return new Snippet(page, begin, string.Join('\n', code));
                (begin, code) = (0, []);
            }
        }
    }

    public override string ToString() => $"{Page}:{Line}";
}
