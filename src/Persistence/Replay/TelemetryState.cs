using Google.Protobuf;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What all telemetry records so far say, as the config keeps it under <c>_wandb.t</c>: field numbers as keys, a set of flags as the
/// sorted list of its numbers. Read from the wire form, so that flags of other writers, which our schema does not name, count too.
/// </summary>
internal sealed class TelemetryState
{
    private readonly SortedDictionary<int, string> _texts = [];
    private readonly SortedDictionary<int, SortedSet<int>> _flags = [];
    private readonly SortedDictionary<int, string> _labels = [];

    public string? PythonVersion => _texts.GetValueOrDefault(TelemetryRecord.PythonVersionFieldNumber);

    public string? CliVersion => _texts.GetValueOrDefault(TelemetryRecord.CliVersionFieldNumber);

    /// <summary>Flags are added to those that are set; a text replaces the earlier one.</summary>
    public void Apply(TelemetryRecord record)
    {
        using var wire = new CodedInputStream(record.ToByteArray());
        while (wire.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (field)
            {
                case TelemetryRecord.PythonVersionFieldNumber:
                case TelemetryRecord.CliVersionFieldNumber:
                case TelemetryRecord.HuggingfaceVersionFieldNumber:
                case TelemetryRecord.CoreVersionFieldNumber:
                case TelemetryRecord.PlatformFieldNumber:
                    _texts[field] = wire.ReadString();
                    break;
                case TelemetryRecord.ImportsInitFieldNumber:
                case TelemetryRecord.ImportsFinishFieldNumber:
                case TelemetryRecord.FeatureFieldNumber:
                case TelemetryRecord.EnvFieldNumber:
                case TelemetryRecord.DeprecatedFieldNumber:
                    AddFlags(field, wire.ReadBytes());
                    break;
                case TelemetryRecord.LabelFieldNumber:
                    AddLabels(wire.ReadBytes());
                    break;
                default:
                    wire.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>
    /// The value of <c>_wandb.t</c>; an object even if nothing is known, since a client that resumes takes a run without one for absent.
    /// </summary>
    public string ToJson()
    {
        var tree = new JsonTree();
        foreach (var (field, flags) in _flags)
            tree.Set([$"{field}"], $"[{string.Join(',', flags)}]");
        foreach (var (field, text) in _texts)
            tree.Set([$"{field}"], JsonText.Quote(text));
        foreach (var (field, text) in _labels)
            tree.Set([$"{TelemetryRecord.LabelFieldNumber}", $"{field}"], JsonText.Quote(text));
        return tree.ToJson();
    }

    private void AddFlags(int field, ByteString message)
    {
        using var wire = message.CreateCodedInput();
        while (wire.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.Varint)
            {
                wire.SkipLastField();
            }
            else if (wire.ReadUInt64() != 0)
            {
                if (!_flags.TryGetValue(field, out var flags))
                    _flags.Add(field, flags = []);
                flags.Add(WireFormat.GetTagFieldNumber(tag));
            }
        }
    }

    private void AddLabels(ByteString message)
    {
        using var wire = message.CreateCodedInput();
        while (wire.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                _labels[WireFormat.GetTagFieldNumber(tag)] = wire.ReadString();
            else
                wire.SkipLastField();
        }
    }
}
