using System.Collections.Immutable;
using Akka.Actor;

namespace WandbActors;

/// <summary>Starts a run: told to the actor of all runs of a system, <c>WandbExtension.For(system).Runs</c>. Answered by <see cref="RunStarted"/> or <see cref="RunRefused"/>.</summary>
/// <param name="Options">What the run is called, where it goes and how it behaves.</param>
public sealed record StartRun(RunOptions Options) : IRunMessage;

/// <summary>A run has started: its actor can be told rows.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Actor">The run's actor: tell it <see cref="LogRow"/>, ask it for <see cref="GetRunStatus"/>, end it by <see cref="FinishRun"/>, watch it.</param>
/// <param name="Project">The project.</param>
/// <param name="Directory">The run's directory on the machine that it runs on; empty for a disabled run.</param>
/// <param name="Url">The run's page; <c>null</c> when it is not sent, or nobody has said yet whose it is.</param>
public sealed record RunStarted(string RunId, IActorRef Actor, string Project, string Directory, string? Url) : IRunMessage;

/// <summary>A run was not started, or not found.</summary>
/// <param name="RunId">The id that was asked for; <c>null</c> when none was.</param>
/// <param name="Reason">Why, for people: each wrong setting, and what to do.</param>
public sealed record RunRefused(string? RunId, string Reason) : IRunMessage;

/// <summary>Asks the actor of all runs for one that is alive. Answered by <see cref="RunStarted"/>, or by <see cref="RunRefused"/> when there is none of this id.</summary>
/// <param name="RunId">The run's id. Of several attempts at one run the newest answers.</param>
public sealed record FindRun(string RunId) : IRunMessage;

/// <summary>Asks the actor of all runs which of them are alive. Answered by <see cref="RunList"/>.</summary>
public sealed record GetRuns : IRunMessage;

/// <summary>The runs of an actor system that have not ended, in the order in which they were started.</summary>
/// <param name="Runs">The runs.</param>
public sealed record RunList(ImmutableArray<RunStarted> Runs) : IRunMessage;
