using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class TelemetryStateSpecs
{
    private readonly TelemetryState _telemetry = new();

    [Fact]
    public void Flags_are_sorted_numbers_and_texts_are_texts()
    {
        _telemetry.Apply(new TelemetryRecord { Feature = new Feature { Sync2 = true, Watch = true, SetStepLog = true }, PythonVersion = "3.14.10", CoreVersion = "0.1" });

        Assert.Equal("""{"3":[1,61,76],"4":"3.14.10","12":"0.1"}""", _telemetry.ToJson());
    }

    [Fact]
    public void Flags_add_up_and_texts_are_replaced()
    {
        _telemetry.Apply(new TelemetryRecord { Feature = new Feature { Watch = true }, CliVersion = "1" });
        _telemetry.Apply(new TelemetryRecord { Feature = new Feature { Finish = true }, CliVersion = "2" });
        _telemetry.Apply(new TelemetryRecord());

        Assert.Equal("""{"3":[1,2],"5":"2"}""", _telemetry.ToJson());
        Assert.Equal("2", _telemetry.CliVersion);
    }

    [Fact]
    public void Flags_that_the_schema_does_not_name_count_and_unset_ones_do_not()
    {
        // imports_init {1: true, 25: true, 30: false}, label {1: "code"}, deprecated {15: true}, and a text in a field of the future.
        byte[] wire = [0x0A, 0x08, 0x08, 0x01, 0xC8, 0x01, 0x01, 0xF0, 0x01, 0x00, 0x4A, 0x06, 0x0A, 0x04, .. "code"u8, 0x52, 0x02, 0x78, 0x01, 0x72, 0x03, .. "new"u8];

        _telemetry.Apply(TelemetryRecord.Parser.ParseFrom(wire));

        Assert.Equal("""{"1":[1,25],"10":[15],"9":{"1":"code"}}""", _telemetry.ToJson());
    }

    [Fact]
    public void A_message_that_is_no_set_of_flags_is_no_error()
    {
        // feature {1: "text", 2: fixed32, 3: true}
        byte[] wire = [0x1A, 0x0B, 0x0A, 0x02, .. "ab"u8, 0x15, 1, 2, 3, 4, 0x18, 0x01];
        var feature = Feature.Parser.ParseFrom(wire.AsSpan(2).ToArray());

        _telemetry.Apply(new TelemetryRecord { Feature = feature });

        Assert.Equal("""{"3":[3]}""", _telemetry.ToJson());
        Assert.True(feature.CalculateSize() > 0);
    }

    [Fact]
    public void Nothing_known_is_an_object_too() => Assert.Equal("{}", _telemetry.ToJson());
}
