using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Hyperion;
using Hyperion.Internal;
using WandbActors.Actors.Serialization;

namespace WandbActors.Actors.Tests.Serialization;

public sealed class HostileBytesSpecs() : Akka.TestKit.Xunit2.TestKit(SerializationConfig.Default)
{
    public static TheoryData<Func<object>> HostileObjects =>
    [
        () => new Planted(),
        () => new[] { new Planted() },
        () => new List<Planted> { new() },
        () => new Dictionary<string, Planted> { ["a"] = new() },
        () => new KeyValuePair<string, Planted>("a", new()),
        () => (Action)Planted.Touch,
        () => typeof(Planted),
        () => new DirectoryInfo("/"),
        () => new InvalidOperationException("no"),
    ];

    private HyperionProtocolSerializer Serializer =>
        Assert.IsType<HyperionProtocolSerializer>(Sys.Serialization.FindSerializerForType(typeof(IRunMessage)));

    [Theory]
    [MemberData(nameof(HostileObjects))]
    public void Bytes_that_name_a_type_outside_the_list_are_refused_and_nothing_of_it_runs(Func<object> plant)
    {
        var bytes = Unfiltered(plant());
        Planted.Touched = 0;

        var refusal = Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, typeof(LogRow)));

        Assert.IsType<UserEvilDeserializationException>(refusal.GetBaseException());
        Assert.Equal(0, Planted.Touched);
    }

    [Theory]
    [MemberData(nameof(HostileObjects))]
    public void Nor_is_one_read_inside_an_array_that_is_on_the_list(Func<object> plant)
    {
        var serializer = new HyperionProtocolSerializer((ExtendedActorSystem)Sys, [typeof(object[])]);
        var bytes = Unfiltered(new[] { "first", plant() });
        Planted.Touched = 0;

        var refusal = Assert.Throws<SerializationException>(() => serializer.FromBinary(bytes, typeof(object[])));

        Assert.IsType<UserEvilDeserializationException>(refusal.GetBaseException());
        Assert.Equal(0, Planted.Touched);
    }

    [Fact]
    public void Nor_is_one_read_in_the_place_of_a_field()
    {
        var honest = Serializer.ToBinary(new LogRow(("loss", 0.5)));
        var hostile = Renamed(honest, NameOf<NamedValues>(), NameOf<Planted>());
        Planted.Touched = 0;

        var refusal = Assert.Throws<SerializationException>(() => Serializer.FromBinary(hostile, typeof(LogRow)));

        Assert.IsType<UserEvilDeserializationException>(refusal.GetBaseException());
        Assert.Equal(0, Planted.Touched);
    }

    [Fact]
    public void A_metric_value_itself_is_refused_since_its_reference_could_be_anything()
    {
        var bytes = Unfiltered(new MetricValue(0.5));

        var refusal = Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, typeof(MetricValue)));

        Assert.IsType<UserEvilDeserializationException>(refusal.GetBaseException());
    }

    [Fact]
    public void What_is_not_on_the_list_cannot_be_sent_either()
    {
        Assert.Throws<UserEvilDeserializationException>(() => Serializer.ToBinary(new Planted()));
    }

    private static byte[] Unfiltered(object planted)
    {
        var bytes = new MemoryStream();
        new Hyperion.Serializer(new SerializerOptions(false, false, null, null, null, true, null, disallowUnsafeTypes: false, typeFilter: null)).Serialize(planted, bytes);
        return bytes.ToArray();
    }

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";

    // A type's name stands in the bytes behind its length, a 32-bit integer.
    private static byte[] Renamed(byte[] bytes, string from, string to)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        return [.. bytes[..(at - sizeof(int))], .. BitConverter.GetBytes(to.Length), .. Encoding.UTF8.GetBytes(to), .. bytes[(at + from.Length)..]];
    }
}

/// <summary>What an attacker would like to have made: counts whatever of it runs.</summary>
public sealed class Planted
{
    public Planted() => Touch();

    public static int Touched { get; set; }

    public string Name
    {
        get;
        set
        {
            Touch();
            field = value;
        }
    } = "";

    public static void Touch() => Touched++;
}
