using Akka.Actor;

namespace WandbActors.Docs.Tests.Contexts;

/// <summary>What every page takes for granted.</summary>
public static class AnyPage
{
    public static readonly Run run = null!;
    public static readonly ActorSystem system = null!;
}
