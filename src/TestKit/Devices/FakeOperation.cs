namespace WandbActors.TestKit;

/// <summary>What is done to a tensor when its device comes to it; <paramref name="Ticks"/> is how long it takes beside what the device says.</summary>
internal readonly record struct FakeOperation(FakeTensor Tensor, FakeOperationKind Kind, double Operand = 0, FakeSlot? Slot = null, long Ticks = 0)
{
    public void Execute()
    {
        switch (Kind)
        {
            case FakeOperationKind.Set:
                Tensor.Memory = Operand;
                break;
            case FakeOperationKind.Add:
                Tensor.Memory += Operand;
                break;
            case FakeOperationKind.Copy:
                Slot!.Memory = Tensor.Memory;
                break;
        }
    }
}
