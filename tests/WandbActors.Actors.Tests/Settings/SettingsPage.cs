using System.Text;
using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Tests.Settings;

/// <summary>docs/settings.md, made from hocon/wandb.hocon, so that there is one place where a setting is explained.</summary>
internal static class SettingsPage
{
    private const string Head = """
        # Settings

        Every bound, period and size of the runtime, with its default, its unit and what happens at the limit. This page is made from
        [hocon/wandb.hocon](../hocon/wandb.hocon). A setting is given, from strong to weak, by

        1. the environment variable beside it,
        2. the HOCON of the actor system that the runs live in, or, for the process's own, `Wandb.Configure("wandb.buffer.size = 64 MiB")` before its first run,
        3. the default here.

        They are read once, when an actor system has its first run. What is wrong stops that start, and all of it is said at once, under the name
        of the variable if one has set it; a key or variable that nobody reads is said too, with the one that may have been meant. What a run is called and where it goes are no settings of these:
        `RunOptions` and the `WANDB_*` variables of W&B ([logging.md](logging.md)).

        Times are `20ms`, `15s`, `5m`, `2h`; a number without its unit is refused, unless it is 0. Sizes are `512 bytes`, `64 KiB`, `16 MiB`.

        """;

    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var entry in SettingsFile.Entries)
        {
            if (entry.Value is null && entry.Path != "wandb")
                page.Append($"\n## {entry.Path}\n").Append(Text(entry.Explanation));
            else if (WandbSettings.Keys.Contains(entry.Path))
                page.Append($"\n**`{entry.Path[(entry.Path.LastIndexOf('.') + 1)..]}` = `{entry.Value}`** · `{SettingVariables.NameOf(entry.Path)}`\n").Append(Text(entry.Explanation));
            else if (entry.Value is not null)
                page.Append($"\n`{entry.Path[(entry.Path.LastIndexOf('.') + 1)..]}` = `{entry.Value}`\n");
        }

        return page.ToString();
    }

    // An example is set in by two more spaces, and stands between empty lines.
    private static string Text(IReadOnlyList<string> lines)
    {
        var (text, isExample) = (new StringBuilder("\n"), false);
        foreach (var line in lines)
        {
            if (isExample != line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 0)
            {
                text.Append(isExample ? "```\n\n" : "```\n");
                isExample = !isExample;
            }

            if (line.Length > 0)
                text.Append(isExample ? line[2..] : line).Append('\n');
            else if (!isExample)
                text.Append('\n');
        }

        return text.Append(isExample ? "```\n" : "").ToString();
    }
}
