using Akka.Actor;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Producing;

/// <summary>
/// What a row meets on its way to another process: a frame that it must fit into, and values that belong to this process. Akka.Remote
/// drops what is larger than a frame without telling its sender, so that such a row would be told for ever, and those behind it with it.
/// </summary>
internal sealed class RowPassage(ActorSystem system)
{
    private const string FrameSize = "akka.remote.dot-netty.tcp.maximum-frame-size";

    // For the addresses of both actors, the number, and what the transport adds.
    private const int EnvelopeBytes = 8 * 1024;

    private static readonly RowNumber LongestNumber = new(new string('n', ProducerBook.MaxNameLength), long.MaxValue);

    private readonly long _room = system.Settings.Config.GetByteSize(FrameSize) is { } bytes ? bytes - EnvelopeBytes : long.MaxValue;

    /// <summary>Why the row cannot go; <c>null</c> when it can.</summary>
    public string? FindProblem(LogRow row)
    {
        if (_room == long.MaxValue)
            return null;

        var bytes = system.Serialization.Serialize(row with { Number = LongestNumber }).LongLength;
        return bytes <= _room ? null : $"it has {bytes:N0} bytes, and a frame of Akka.Remote takes {_room:N0} of a row ({FrameSize})";
    }

    /// <summary>How many of the row's values do not travel: what has files, of which a text arrives, and deferred ones, of which <c>null</c> arrives.</summary>
    public static int ValuesLeft(LogRow row)
    {
        var values = 0;
        foreach (var (_, value) in row.Values.IsDefault ? [] : row.Values)
            values += ValuesLeft(value);
        return values;
    }

    private static int ValuesLeft(MetricValue value)
    {
        if (value.Kind == MetricValueKind.Deferred)
            return 1;

        return value.Reference switch
        {
            Media => 1,
            ValueList list => list.Values.Sum(ValuesLeft),
            NestedValues nested => nested.Entries.ToArray().Sum(entry => ValuesLeft(entry.Value)),
            _ => 0,
        };
    }
}
