using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>A clone that is waited for when it is read. It is freed on the thread that read it.</summary>
/// <param name="device">Where it is.</param>
/// <param name="clone">Its handle.</param>
/// <param name="bytes">What it takes.</param>
/// <param name="form">What its elements become; <c>null</c> when it is one number.</param>
internal sealed unsafe class ClonedValue(WaitingDevice device, nint clone, long bytes, ElementForm? form) : CapturedValue
{
    public override Device Device => device;

    public override nint Stream => 0;

    public override bool MayWait => true;

    public override MetricValue Read()
    {
        var source = SourceTensor.Of(clone);
        var elements = new byte[source.Bytes];
        fixed (byte* address = elements)
        {
            if (!StableAbi.TryCopyTo((nint)address, source, isWaiting: true))
            {
                device.NoteUnreadable();
                throw new InvalidOperationException($"a value of {device.Name} could not be copied");
            }

            return form is null ? ElementReading.NumberAt((nint)address, source.Type) : form(elements, source.Type);
        }
    }

    public override void Release()
    {
        base.Release();
        StableAbi.Delete(clone);
        device.GiveBack(bytes);
    }
}
