using WandbActors.Persistence.Upload;
using WandbActors.Surroundings;

namespace WandbActors.Resolution;

/// <summary>
/// Finds the key to a server: the program's own, the environment's, a settings file's, the netrc file's, in this order. The first that is
/// found counts, and if it is wrong it is refused. Asks nobody and repeats no key.
/// </summary>
internal sealed class KeySearch(SettingReader settings, ProcessSurroundings surroundings, ICollection<string> notices)
{
    public string? Find(string? option, ServerAddress server)
    {
        if ((settings.Find("api_key", nameof(RunOptions.ApiKey), option) ?? FindInNetrc(server)) is not { } found)
        {
            if (surroundings.Variables.ContainsKey("WANDB_IDENTITY_TOKEN_FILE"))
                notices.Add("WANDB_IDENTITY_TOKEN_FILE is not supported; set WANDB_API_KEY");
            return null;
        }

        var key = found.Text.Trim();
        if (ApiKey.FindProblem(key) is { } problem)
            settings.Refuse($"{found.Source} holds no API key, for {problem}: copy the key anew from {server.AppUrl}/authorize, or set WANDB_MODE=offline");
        return key;
    }

    private Setting? FindInNetrc(ServerAddress server)
    {
        if (Netrc.FindPath(surroundings) is not { } path || OptionalFile.Read(path, notices) is not { } text)
            return null;

        return Netrc.Parse(text).PasswordOf(server.Machine) is { Length: > 0 } password
            ? new Setting($"the password for {server.Machine} in {path}", password)
            : null;
    }
}
