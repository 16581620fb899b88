using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>The names in a row that the runtime writes itself.</summary>
internal enum ReservedKey : byte
{
    None,
    Step,
    Timestamp,
    Runtime,
}

/// <summary>Finds the reserved names.</summary>
internal static class ReservedKeys
{
    public static ReservedKey Of(MetricPath path) => path.Segments is [var name]
        ? name switch
        {
            "_step" => ReservedKey.Step,
            "_timestamp" => ReservedKey.Timestamp,
            "_runtime" => ReservedKey.Runtime,
            _ => ReservedKey.None,
        }
        : ReservedKey.None;
}
