using FsCheck.Xunit;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>Whatever happens in whatever order, a process that looks into the file finds what was not released, in its order.</summary>
public class LawSpecs
{
    private static readonly string Text = new('t', 6000);

    [Property(MaxTest = 300)]
    public void Any_history_leaves_exactly_what_was_not_released(byte[] history)
    {
        using var some = new SomeBuffer();
        var appended = new List<string>();
        var (read, released, next) = (0, 0, 0);

        foreach (var step in history)
        {
            switch (step % 8)
            {
                case 0 or 1 or 2 or 3: // rows and records of all lengths, up to those that are spilled
                    next = Append(some, next, step, appended);
                    break;
                case 4:
                    for (var i = 0; i < step && some.Reader.TryRead(out _); i++)
                        read++;
                    break;
                case 5:
                    some.Release();
                    released = read;
                    break;
                case 6:
                    some.Buffer.MakeRoom();
                    break;
                default:
                    some.Buffer.NoteIntent(new RingMark(some.Reader.Position, step, default));
                    Assert.Equal(appended.Skip(released), some.ReadLeftBehind());
                    break;
            }
        }

        Assert.Equal(appended.Skip(released), some.ReadLeftBehind(reader => Assert.Equal((0, 0), (reader.Holes, reader.DamagedItems))));
        Assert.Equal(appended.Skip(read), some.ReadAll());
    }

    private static int Append(SomeBuffer some, int next, byte step, List<string> appended)
    {
        for (var i = 0; i < 1 + (step / 4); i++, next++)
        {
            var text = Text[..(next * 37 % (step % 4 == 3 ? 6000 : 1200))];
            if (some.Buffer.Append([("i", next), ("text", text)], next, commit: true) == AppendOutcome.Accepted)
                appended.Add($"step {next}: i = {next}, text = Text {text}");
        }

        return next;
    }
}
