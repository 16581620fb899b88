using System.Text.Json;

namespace WandbActors.Testing;

/// <summary>Looks at the history lines of runs as they arrive: one request of a run at a time, those of several runs at once.</summary>
internal interface IHistoryReader
{
    /// <summary>Takes the lines of one request.</summary>
    /// <param name="run">The path to which they were sent, which names the run.</param>
    /// <param name="offset">The number of the first one.</param>
    /// <param name="lines">An array of texts; valid during the call.</param>
    void Take(string run, int offset, JsonElement lines);
}
