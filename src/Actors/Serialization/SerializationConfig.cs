using Akka.Configuration;

namespace WandbActors.Actors.Serialization;

/// <summary>The serializers and what they are for, as <c>hocon/serialization.hocon</c> says.</summary>
internal static class SerializationConfig
{
    public static Config Default { get; } =
        ConfigurationFactory.FromResource("serialization.hocon", typeof(SerializationConfig).Assembly);
}
