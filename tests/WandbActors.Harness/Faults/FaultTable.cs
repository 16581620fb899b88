
namespace WandbActors.Harness.Faults;

/// <summary>The faults that happened, as lines for people.</summary>
internal static class FaultTable
{
    private static readonly string[] Columns = [RecordingBackend.FileStream, "GraphQL", RecordingBackend.Upload, "network"];

    public static void Print(FaultDice dice, TextWriter output)
    {
        output.WriteLine($"{"fault",-32}{"all",8}{string.Concat(Columns.Select(column => $"{column,13}"))}");
        foreach (var kind in FaultKinds.All)
        {
            var counts = dice.Counts.Where(count => count.Key.Fault == kind.Name).ToList();
            var cells = Columns.Select(column => counts.Where(count => ColumnOf(count.Key.Request) == column).Sum(count => count.Value));
            output.WriteLine($"{kind.Name,-32}{counts.Sum(count => count.Value),8}{string.Concat(cells.Select(cell => $"{cell,13}"))}");
        }

        output.WriteLine($"{"all",-32}{dice.Total,8}");
    }

    private static string ColumnOf(string request) => request switch
    {
        RecordingBackend.FileStream or RecordingBackend.Upload => request,
        RecordingBackend.Connection or RecordingBackend.Arrival => "network",
        _ => "GraphQL",
    };
}
