using Spectre.Console;
using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.Cli.Syncing;

/// <summary>Shows the sending of a run as a bar that fills with the log's bytes; a trouble stands behind the name until it is over.</summary>
internal sealed class BarView : ISendingView
{
    private readonly string _name;
    private readonly ProgressTask _bar;

    public BarView(FoundLog log, ProgressContext bars)
    {
        _name = Markup.Escape(log.Name);
        _bar = bars.AddTask(_name);
    }

    public static ProgressColumn[] Columns =>
        [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()];

    public void Progressed(LogProgressed progressed)
    {
        _bar.Description = _name;
        _bar.MaxValue = Math.Max(progressed.TotalBytes, 1);
        _bar.Value = progressed.SentBytes;
    }

    public void Waiting(string reason) => _bar.Description = $"{_name} [yellow]{Markup.Escape(reason)}[/]";
}
