namespace WandbActors;

/// <summary>When a saved file is sent.</summary>
public enum SavePolicy
{
    /// <summary>At once, again whenever it has changed while the run goes on, and at the end. W&amp;B's default.</summary>
    Live = 0,

    /// <summary>At once, as it is when it is saved: what becomes of the file later does not matter.</summary>
    Now = 1,

    /// <summary>At the end of the run, as it is then.</summary>
    End = 2,
}
