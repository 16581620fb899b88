using System.CommandLine;
using System.CommandLine.Parsing;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors.Cli.Syncing;

/// <summary>The options of <c>sync</c> that send a run as another than its log says; with the names of the official tool's.</summary>
internal sealed class RewriteOptions
{
    private readonly Option<string> _project = new("--project", "-p") { Description = "Send to this project.", HelpName = "PROJECT" };
    private readonly Option<string> _entity = new("--entity", "-e") { Description = "Send to this user or team.", HelpName = "ENTITY" };
    private readonly Option<string> _id = new("--id") { Description = "Send a run under this id; for a single run.", HelpName = "ID" };
    private readonly Option<string> _jobType = new("--job-type") { Description = "Send with this job type.", HelpName = "TYPE" };

    private readonly Option<Dictionary<string, string>> _tags = new("--replace-tags")
    {
        Description = "Send with other tags in the place of some: old=new,other=new.",
        HelpName = "TAGS",
        CustomParser = ParseTags,
    };

    public RewriteOptions()
    {
        _project.Validators.Add(given => CommandLine.Refuse(given, NameRules.OfProject(given.GetValueOrDefault<string>() ?? "")));
        _entity.Validators.Add(given => CommandLine.Refuse(given, given.GetValueOrDefault<string>() is { Length: > 0 } entity && !entity.Contains('/') ? null : "use the name of a user or team"));
        _id.Validators.Add(given => CommandLine.Refuse(given, RunId.TryParse(given.GetValueOrDefault<string>() ?? "", out _, out var problem) ? null : problem));
    }

    public IEnumerable<Option> All => [_project, _entity, _id, _jobType, _tags];

    public RunRewrite Read(ParseResult parsed) => new()
    {
        Project = parsed.GetValue(_project),
        Entity = parsed.GetValue(_entity),
        RunId = parsed.GetValue(_id),
        JobType = parsed.GetValue(_jobType),
        Tags = parsed.GetValue(_tags) ?? [],
    };

    private static Dictionary<string, string> ParseTags(ArgumentResult given)
    {
        var tags = new Dictionary<string, string>();
        foreach (var pair in given.Tokens[0].Value.Split(',').Select(pair => pair.Split('=')))
        {
            if (pair is [{ Length: > 0 } old, var tag] && TagRule.FindProblem(tag) is null)
                tags[old] = tag;
            else
                given.AddError($"--replace-tags: use old=new, several with commas; a tag has 1 to 64 characters. \"{string.Join('=', pair)}\" is none.");
        }

        return tags;
    }
}
