using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WandbActors.Docs.Tests.Contexts;

/// <summary>Names of hosting.md.</summary>
public static class Hosting
{
    public static readonly ILogger logger = NullLogger.Instance;
}
