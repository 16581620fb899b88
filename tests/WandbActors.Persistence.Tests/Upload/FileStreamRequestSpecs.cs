using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class FileStreamRequestSpecs
{
    private static readonly FileStreamLimits Small = new(MaxRequestBytes: 24, MaxLineBytes: 16);

    private static readonly Gen<string> Line = Gen.Choose(0, 20).Select(length => new string((char)('a' + length), length));

    private static readonly Gen<FileStreamRequest> Request =
        from history in Line.ListOf(3)
        from events in Line.ListOf(2)
        from consoleNumbers in Gen.Choose(0, 9).ListOf(3)
        from consoleText in Line
        from summary in Line
        from uploaded in Gen.Elements("a.png", "b.png", "c.png").ListOf(2)
        from parts in Gen.Choose(0, 127)
        select new FileStreamRequest
        {
            History = (parts & 1) == 0 ? LineList.Empty : Lines.List([.. history]),
            Events = (parts & 2) == 0 ? LineList.Empty : Lines.List([.. events]),
            Console = (parts & 4) == 0 ? FileStreamRequest.Empty.Console : Console(consoleNumbers, consoleText),
            Summary = (parts & 8) == 0 ? default : Lines.Utf8(summary),
            Uploaded = (parts & 16) == 0 ? FileStreamRequest.Empty.Uploaded : [.. uploaded],
            Preempting = (parts & 96) == 96,
        };

    private static readonly Arbitrary<FileStreamRequest[]> Requests = Request.ListOf().Select(list => list.ToArray()).ToArbitrary();

    private static readonly Arbitrary<(FileStreamRequest, FileStreamRequest, FileStreamRequest)> Three =
        (from a in Request from b in Request from c in Request select (a, b, c)).ToArbitrary();

    [Property]
    public Property Merging_is_associative() => Prop.ForAll(Three, three =>
    {
        var (a, b, c) = three;

        var left = a.Merge(b).Merge(c with { ExitCode = 1 });
        var right = a.Merge(b.Merge(c with { ExitCode = 1 }));

        return Describe(left) == Describe(right);
    });

    [Property]
    public Property The_empty_request_changes_nothing() => Prop.ForAll(Request.ToArbitrary(), request =>
        Describe(request.Merge(FileStreamRequest.Empty)) == Describe(request)
        && Describe(FileStreamRequest.Empty.Merge(request)) == Describe(request));

    [Property(MaxTest = 300)]
    public Property Sending_merged_is_sending_in_turn() => Prop.ForAll(Requests, requests =>
    {
        var inTurn = new PlainServer();
        var merged = new PlainServer();
        FileStreamRequest[] all = [.. requests, Lines.Exit(3)];

        inTurn.Receive(all);
        merged.Receive([all.Aggregate((earlier, later) => earlier.Merge(later))]);

        Assert.Equal(inTurn.Describe(), merged.Describe());
    });

    [Property]
    public Property Merging_never_adds_weight() => Prop.ForAll(Three, three =>
        three.Item1.Merge(three.Item2).Bytes <= three.Item1.Bytes + three.Item2.Bytes);

    [Fact]
    public void A_hundred_thousand_lines_can_be_merged_one_by_one()
    {
        var request = FileStreamRequest.Empty;
        for (var i = 0; i < 100_000; i++)
            request = request.Merge(Lines.History($"{i}"));

        var lines = request.History.Select(line => Encoding.UTF8.GetString(line.Span)).ToArray();

        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => $"{i}"), lines);
    }

    private static ImmutableSortedDictionary<long, ReadOnlyMemory<byte>> Console(IEnumerable<int> numbers, string text) =>
        numbers.Distinct().ToImmutableSortedDictionary(number => (long)number, number => Lines.Utf8(text + number));

    private static string Describe(FileStreamRequest request) => string.Join('|',
        Texts(request.History),
        Texts(request.Events),
        string.Join(',', request.Console.Keys) + Texts(request.Console.Values),
        Encoding.UTF8.GetString(request.Summary.Span),
        string.Join(',', request.Uploaded),
        request.Preempting,
        request.ExitCode);

    private static string Texts(IEnumerable<ReadOnlyMemory<byte>> lines) =>
        string.Join(',', lines.Select(line => Encoding.UTF8.GetString(line.Span)));

    /// <summary>The server in its plainest form: files by line number, the rest by name.</summary>
    private sealed class PlainServer
    {
        private readonly SortedDictionary<string, string> _lines = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _facts = new(StringComparer.Ordinal);

        public void Receive(FileStreamRequest[] requests)
        {
            var state = new FileStreamState(new FileStreamOffsets(7, 5, 3), Small);
            foreach (var request in requests)
            {
                state.Add(request);
                while (state.Take() is { } payload)
                    Receive(JsonNode.Parse(payload.Body.Span)!.AsObject());
            }
        }

        public string Describe() => string.Join('\n', _lines) + string.Join('\n', _facts);

        private void Receive(JsonObject body)
        {
            foreach (var (name, file) in body["files"]?.AsObject() ?? [])
            {
                var number = (int)file!["offset"]!;
                foreach (var line in file["content"]!.AsArray())
                    _lines[$"{name}:{number++:D5}"] = (string)line!;
            }

            foreach (var path in body["uploaded"]?.AsArray() ?? [])
                _facts.Add($"uploaded {path}");
            foreach (var name in new[] { "preempting", "complete", "exitcode" }.Where(body.ContainsKey))
                _facts.Add($"{name}={body[name]}");
        }
    }
}
