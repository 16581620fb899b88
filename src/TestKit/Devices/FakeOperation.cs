namespace WandbActors.TestKit;

/// <summary>What is done to a tensor when its device comes to it.</summary>
internal readonly record struct FakeOperation(FakeTensor Tensor, FakeOperationKind Kind, double Operand = 0, FakeSlot? Slot = null)
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
