using Microsoft.Extensions.Logging;

namespace WandbActors.Hosting.Logging;

/// <summary>What the runtime says in a host's log. The numbers of the events stay as they are.</summary>
internal static partial class RunLog
{
    /// <summary>Of what concerns one run.</summary>
    public const string RunCategory = "WandbActors.Run";

    /// <summary>Of what concerns the host's runs together.</summary>
    public const string HostingCategory = "WandbActors.Hosting";

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} is {Mode}; it is kept in {Directory}")]
    public static partial void Started(this ILogger logger, string runId, string mode, string directory);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} is sent to {Server}")]
    public static partial void Sent(this ILogger logger, string runId, string server);

    [LoggerMessage(3, LogLevel.Information, "Run {RunId}: {Notice}")]
    public static partial void Noticed(this ILogger logger, string runId, string notice);

    [LoggerMessage(4, LogLevel.Warning, "Run {RunId}: {Problem}")]
    public static partial void Troubled(this ILogger logger, string runId, string problem);

    [LoggerMessage(5, LogLevel.Warning, "Run {RunId} has ended: what is logged or set after that is lost. Start another run, or log before the host has stopped its services")]
    public static partial void Late(this ILogger logger, string runId);

#pragma warning disable SYSLIB1015 // the server's figures are values of the event even where its text, an offline run's, has none
    [LoggerMessage(6, LogLevel.Information, "Run {RunId} has ended. Rows: {RowsOffered} logged, {RowsInLog} in the log{OnServer}. Its files are in {Directory}{Send}")]
    public static partial void Ended(this ILogger logger, string runId, long rowsOffered, long rowsInLog, long rowsOnServer, long rowsWaiting, string onServer, string? directory, string send);
#pragma warning restore SYSLIB1015

    [LoggerMessage(8, LogLevel.Warning, "Not all of run {RunId} is on the server: {Problem}. Send it by: {Command}")]
    public static partial void NotUploaded(this ILogger logger, string runId, string problem, string? command);

    [LoggerMessage(9, LogLevel.Warning, "Run {RunId} has lost something: {Losses}")]
    public static partial void Lost(this ILogger logger, string runId, string losses);

    [LoggerMessage(10, LogLevel.Information, "View run {RunId} at {Url}")]
    public static partial void Viewed(this ILogger logger, string runId, string url);

    [LoggerMessage(11, LogLevel.Warning, "Akka ends the actor system {System} at a signal, before the host has stopped its services: what they log then is lost. Use WithWandb, or set akka.coordinated-shutdown.run-by-clr-shutdown-hook = off")]
    public static partial void EndsEarly(this ILogger logger, string system);

    [LoggerMessage(20, LogLevel.Information, "Ending the host's runs ({Count}), within {Seconds:0.#} s")]
    public static partial void Draining(this ILogger logger, int count, double seconds);
}
