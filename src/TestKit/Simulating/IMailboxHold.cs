namespace WandbActors.TestKit;

/// <summary>Keeps mailboxes from running for a while, as a thread is kept that waits for a disk.</summary>
internal interface IMailboxHold
{
    /// <summary>Whether the actor of this path must wait; whoever holds it back adds its mailbox again later.</summary>
    bool Holds(string path, Action goOn);
}
