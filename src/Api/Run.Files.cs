using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Surroundings;
using static WandbActors.Actors.Staging.StagingProtocol;

namespace WandbActors;

public sealed partial class Run
{
    // Whether the end has links to look at: it waits for that.
    private volatile bool _hasLinked;

    /// <summary>
    /// Makes files of the program files of the run: they stand in its <c>files/</c> and on the server, at the paths that they have below the base.
    /// Which files those are is looked at here, what cannot be read left out; copying and sending happen behind the call. With <see cref="SavePolicy.Now"/> a file is copied; else the
    /// run's directory has a link to it, which an offline run replaces by the content at its end.
    /// </summary>
    /// <param name="glob">
    /// A file, a directory with all that is in it, or a pattern: <c>*</c> and <c>?</c> stand for characters of a name, <c>**</c> for any directories. Relative
    /// to the working directory.
    /// </param>
    /// <param name="basePath">
    /// What the names are relative to; nothing outside it is saved. <c>null</c>: of a relative pattern the working directory; of an absolute one the
    /// directory above its last one, so that the names keep one directory, as in the official client.
    /// </param>
    /// <param name="policy">When the files are sent.</param>
    /// <returns>The names of the files below <c>files/</c>. Empty when there is no such file or the run has ended, which is said.</returns>
    /// <exception cref="WandbException">The pattern is empty, leads out of the base, or names a file that the runtime itself writes.</exception>
    public IReadOnlyList<string> Save(string glob, string? basePath = null, SavePolicy policy = SavePolicy.Live)
    {
        if (string.IsNullOrWhiteSpace(glob))
            throw new WandbException("Save needs a path or a pattern; this is empty.");

        var files = SaveGlob.Find(glob, basePath, out var problem, out var unread);
        if (problem.Length > 0)
            throw new WandbException($"\"{glob}\" cannot be saved: {problem}. Set basePath to a directory that both are in.");
        if (files.FirstOrDefault(IsOwn) is { } own)
            throw new WandbException($"{own.Source} cannot be saved as {own.Name}: the run has a file of that name already. Set basePath to a directory further up.");
        if (_session is not { } session)
            return [.. files.Select(file => file.Name)];
        if (session.Buffer.NoteIfLate())
            return [];

        if (unread.Length > 0)
            session.Say($"\"{glob}\": not all files could be looked at; those that could not are not saved: {unread}");
        if (files.Count == 0)
            Actor.Tell(new Remark($"\"{glob}\" names no file: nothing is saved."), ActorRefs.NoSender);
        else
        {
            _hasLinked |= policy != SavePolicy.Now;
            Stage(session, new SaveFiles([.. files], PolicyOf(policy)), files.Count);
        }

        return [.. files.Select(file => file.Name)];
    }

    /// <summary>Whether the run has a list of the program's packages among its files.</summary>
    internal bool ListsPackages { private get; init; }

    private bool IsOwn(SavedFile file) =>
        SavedFile.IsOwn(file.Name) || (ListsPackages && file.Name.Equals(ProgramPackages.FileName, StringComparison.OrdinalIgnoreCase));

    private void Stage(RunSession session, object order, int files)
    {
        session.Pending.Begin(files);
        Staging.Tell(order, ActorRefs.NoSender);
    }

    private static FilesItem.Types.PolicyType PolicyOf(SavePolicy policy) => policy switch
    {
        SavePolicy.Now => FilesItem.Types.PolicyType.Now,
        SavePolicy.End => FilesItem.Types.PolicyType.End,
        _ => FilesItem.Types.PolicyType.Live,
    };
}
