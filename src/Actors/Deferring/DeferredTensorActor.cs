using Akka.Actor;
using Akka.Event;
using static WandbActors.Actors.Deferring.DeferredProtocol;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Turns deferred values into numbers, off the hot path and on a thread of its own, and fills their rows' places. A value that cannot
/// be read is given up: its row goes out with NaN, and the loss is counted.
/// </summary>
internal sealed class DeferredTensorActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public DeferredTensorActor() => Receive<MaterialiseValue>(Handle);

    public static Props PropsFor() =>
        Props.Create(() => new DeferredTensorActor()).WithDispatcher(Settings.WandbSettings.DeferredDispatcher);

    private void Handle(MaterialiseValue value)
    {
        try
        {
            value.Place.Fill(value.Read());
        }
        catch (Exception failure)
        {
            _log.Warning(failure, "A deferred value could not be read; NaN is logged in its place.");
            value.Place.GiveUp();
        }
    }
}
