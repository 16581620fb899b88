using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class HeldObjectSpecs
{
    [Fact]
    public void An_object_is_held_until_its_row_is_released()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = 2 * HeldObjects.BytesBeside });

        Append(some, "a");
        Append(some, "b");
        Append(some, "c");
        var read = some.ReadAll();
        Append(some, "d");
        some.Release();
        Append(some, "e");

        Assert.Equal(["row: image = a", "row: image = b", "row: image = lost"], read);
        Assert.Equal(["row: image = e"], some.ReadAll().TakeLast(1));
        Assert.Equal(2, some.Buffer.Counters.ObjectsLost);
    }

    [Fact]
    public void Objects_come_and_go_for_ever()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = HeldObjects.BytesBeside });

        for (var i = 0; i < 5000; i++)
        {
            Append(some, $"{i}");
            Assert.Equal([$"row: image = {i}"], some.ReadAll());
            some.Release();
        }

        Assert.Equal(0, some.Buffer.Counters.ObjectsLost);
    }

    [Fact]
    public void A_row_that_waits_does_not_cost_the_objects_behind_it()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = 8 * HeldObjects.BytesBeside });
        some.Buffer.Append([("late", new RememberingDeferred())], null, commit: true);
        for (var i = 0; i < 4; i++)
            Append(some, $"{i}");
        var before = some.Buffer.IsHalfFull;

        Append(some, "4");

        Assert.Equal((false, true), (before, some.Buffer.IsHalfFull));
    }

    [Fact]
    public void Objects_are_held_up_to_so_many_bytes_and_one_whatever_its_size()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = 100 + (2 * HeldObjects.BytesBeside) });

        some.Buffer.Append([("image", new MetricValue(new NamedObject("large", bytes: 1000)))], null, commit: true);
        some.Buffer.Append([("image", new MetricValue(new NamedObject("more", bytes: 1)))], null, commit: true);
        var first = some.ReadAll();
        some.Release();
        some.Buffer.Append([("image", new MetricValue(new NamedObject("half", bytes: 50)))], null, commit: true);
        some.Buffer.Append([("image", new MetricValue(new NamedObject("half", bytes: 50)))], null, commit: true);

        Assert.Equal(["row: image = large", "row: image = lost"], first);
        Assert.Equal(["row: image = half", "row: image = half"], some.ReadAll().TakeLast(2));
        Assert.Equal(1, some.Buffer.Counters.ObjectsLost);
    }

    private static void Append(SomeBuffer some, string name) =>
        some.Buffer.Append([("image", new MetricValue(new NamedObject(name)))], null, commit: true);
}
