using WandbActors.Surroundings;

namespace WandbActors.Resolution;

/// <summary>
/// The name of a project that nobody named: W&amp;B's rule is the repository's name, then a dash and the program's folder in it. A built program
/// lies under the <c>bin</c> of its project, so the folder ends before that.
/// </summary>
internal static class ProjectName
{
    private const string Uncategorized = "uncategorized";

    public static string Of(string program, GitCheckout? checkout)
    {
        if (checkout is null)
            return Uncategorized;

        var name = Path.GetFileName(checkout.Root);
        var folder = Path.GetRelativePath(checkout.Root, Path.GetDirectoryName(program) ?? checkout.Root);
        var steps = folder.Split(Path.DirectorySeparatorChar).TakeWhile(step => step is not ("bin" or "obj" or "." or "..")).ToArray();
        var project = NameRules.ToProject(steps.Length == 0 ? name : $"{name}-{string.Join('_', steps)}");
        return project.Length == 0 ? Uncategorized : project;
    }
}
