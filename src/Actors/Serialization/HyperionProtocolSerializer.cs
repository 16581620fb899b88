using System.Runtime.Serialization;
using Akka.Actor;
using Hyperion;
using HyperionSerializer = Hyperion.Serializer;
using Serializer = Akka.Serialization.Serializer;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// A run's public messages (<see cref="IRunMessage"/>) as bytes between processes. What a peer sends may name no type outside the list
/// of <see cref="RunProtocolTypes"/>: such bytes are refused before the type is looked up. For messages on their way between processes of
/// the same release; nothing that is kept is written like this.
/// </summary>
internal sealed class HyperionProtocolSerializer : Serializer
{
    private readonly IEnumerable<Type> _allowed;
    private HyperionSerializer? _hyperion; // made, and its library loaded, when there is a message: most processes have no peer

    public HyperionProtocolSerializer(ExtendedActorSystem system) : this(system, RunProtocolTypes.All) { }

    internal HyperionProtocolSerializer(ExtendedActorSystem system, IEnumerable<Type> allowed) : base(system) => _allowed = allowed;

    /// <summary>Part of the wire format.</summary>
    public override int Identifier => 7702;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        using var bytes = new MemoryStream();
        (_hyperion ??= Create()).Serialize(obj, bytes);
        return bytes.ToArray();
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            return (_hyperion ??= Create()).Deserialize<object>(stream);
        }
        catch (Exception problem) when (problem is not SerializationException)
        {
            // The one exception that costs Akka.Remote a message and not its connection.
            throw new SerializationException($"A message from another process cannot be read: {problem.Message}", problem);
        }
    }

    // By two threads at once two may be made, one of which is forgotten.
    private HyperionSerializer Create() => new(new SerializerOptions(
        versionTolerance: false, // with it a type that has gained a field cannot be read either
        preserveObjectReferences: false, // messages are trees
        surrogates: [NamedValuesSurrogate.Create(), RunOptionsSurrogate.Create(), ActorRefSurrogate(system)],
        serializerFactories: null,
        knownTypes: null,
        ignoreISerializable: true, // no constructor that a type keeps for deserializers is ever called
        packageNameOverrides: null,
        disallowUnsafeTypes: true, // without it the filter is not asked
        typeFilter: new AllowedTypes(_allowed)));

    private static Surrogate ActorRefSurrogate(ExtendedActorSystem system) =>
        Surrogate.Create<Akka.Util.ISurrogated, Akka.Util.ISurrogate>(actor => actor.ToSurrogate(system), surrogate => surrogate.FromSurrogate(system));
}
