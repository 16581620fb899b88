using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Benchmarks.Serving;

/// <summary>
/// The server's own process: says where it is, then does what each line of its input says, and ends with it.
/// </summary>
internal static class ServingProcess
{
    /// <summary>The program's first argument that makes it one; the features of the server follow.</summary>
    public const string Verb = "serve";

    public const string Away = "away";
    public const string Back = "back";
    public const string Count = "count";

    public static async Task<int> RunAsync(string[] features)
    {
        var rows = new ArrivedRows();
        await using var server = await CountingServer.StartAsync(rows, features);
        Console.WriteLine(JsonSerializer.Serialize(new ServerPlace(server.BaseUrl, server.ApiKey)));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            server.IsAway = line == Away || (server.IsAway && line != Back);
            if (line == Count)
                Console.WriteLine(JsonSerializer.Serialize(rows.Count()));
        }

        return 0;
    }
}
