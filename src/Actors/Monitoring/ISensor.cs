namespace WandbActors.Actors.Monitoring;

/// <summary>Reads one part of the machine. Used by one actor, one reading at a time; may block, and may fail: then it is made anew. What the machine does not tell is left out.</summary>
internal interface ISensor
{
    void Read(Reading reading);
}
