namespace WandbActors.Harness.Kills;

/// <summary>What came of kills, summed up. Immutable.</summary>
internal sealed record KillFigures
{
    public int Rounds { get; init; }

    /// <summary>Training processes that were killed.</summary>
    public int Kills { get; init; }

    public int Recoveries { get; init; }

    /// <summary>Recoveries that were killed themselves.</summary>
    public int RecoveriesKilled { get; init; }

    /// <summary>Calls that had returned when their process was killed.</summary>
    public long Acknowledged { get; init; }

    public long Lost { get; init; }

    public long Doubled { get; init; }

    public int DamagedLogs { get; init; }

    /// <summary>Rounds in which anything at all was wrong.</summary>
    public int BadRounds { get; init; }

    public bool IsClean => Lost == 0 && Doubled == 0 && DamagedLogs == 0 && BadRounds == 0;

    public static KillFigures operator +(KillFigures one, KillFigures other) => new()
    {
        Rounds = one.Rounds + other.Rounds,
        Kills = one.Kills + other.Kills,
        Recoveries = one.Recoveries + other.Recoveries,
        RecoveriesKilled = one.RecoveriesKilled + other.RecoveriesKilled,
        Acknowledged = one.Acknowledged + other.Acknowledged,
        Lost = one.Lost + other.Lost,
        Doubled = one.Doubled + other.Doubled,
        DamagedLogs = one.DamagedLogs + other.DamagedLogs,
        BadRounds = one.BadRounds + other.BadRounds,
    };

    public override string ToString() =>
        $"{Rounds} rounds, {Kills} processes killed, {RecoveriesKilled} of {Recoveries} recoveries killed: "
        + $"{Acknowledged:N0} calls acknowledged, {Lost} lost, {Doubled} doubled, {DamagedLogs} logs damaged, {BadRounds} rounds with problems";
}
