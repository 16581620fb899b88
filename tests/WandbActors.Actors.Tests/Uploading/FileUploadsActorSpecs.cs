using System.Text;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;
using static WandbActors.Persistence.Records.FilesItem.Types;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class FileUploadsActorSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_live_file_is_sent_again_once_it_has_changed_and_stood_still()
    {
        Start(settings => settings with { LiveFilePeriod = 2 * Second });
        Save("log.txt", "1", PolicyType.Live);
        await AdvanceUntil(_ => Uploads == 1);

        for (var line = 0; line < 5; line++)
        {
            Write("log.txt", new string('x', 10 + line));
            await Advance(2 * Second);
        }

        var whileChanging = Uploads;
        await Advance(4 * Second);

        Assert.Equal((1, 2), (whileChanging, Uploads));
        Assert.Equal(14, OnServer.Files["log.txt"].Length);
    }

    [Fact]
    public async Task The_same_content_is_not_sent_twice()
    {
        Start(settings => settings with { LiveFilePeriod = 2 * Second });
        Save("log.txt", "same", PolicyType.Live);
        await AdvanceUntil(_ => Uploads == 1);

        Write("log.txt", "same");
        File.SetLastWriteTimeUtc(PathOf("log.txt"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Advance(10 * Second);
        Grow(exitCode: 0);
        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(1 + 2, Uploads); // and config.yaml and the summary
        Assert.Contains("log.txt", OnServer.Uploaded);
    }

    [Fact]
    public async Task A_file_whose_place_has_expired_is_given_another()
    {
        Server.Script(RecordingBackend.Upload, Fault.Answer(403));
        Start();
        Save("now.txt", "1", PolicyType.Now);

        await AdvanceUntil(_ => OnServer.Files.ContainsKey("now.txt"));

        Assert.Equal(2, Uploads);
    }

    [Fact]
    public async Task A_live_file_that_is_refused_is_tried_again_when_it_has_changed_and_not_before()
    {
        Server.Script(RecordingBackend.Upload, Fault.Answer(403), Fault.Answer(403));
        Start(settings => settings with { LiveFilePeriod = 2 * Second });
        Save("log.txt", "1", PolicyType.Live);
        await AdvanceUntil(_ => Uploads == 2);
        await Advance(20 * Second);
        var before = Uploads;

        Write("log.txt", "1, 2");
        await Advance(10 * Second);

        Assert.Equal((2, 3), (before, Uploads));
        Assert.Equal("1, 2", Encoding.UTF8.GetString(OnServer.Files["log.txt"]));
    }

    [Fact]
    public async Task At_the_end_a_file_is_sent_as_it_is_then()
    {
        Start();
        Save("end.txt", "first", PolicyType.End);
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        var before = Uploads;
        Write("end.txt", "last");
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(0, before);
        Assert.Equal("last", Encoding.UTF8.GetString(OnServer.Files["end.txt"]));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("folder")]
    public async Task A_name_that_is_no_file_is_passed_over(string name)
    {
        Start();
        Directory.CreateDirectory(PathOf("folder"));
        foreach (var policy in (PolicyType[])[PolicyType.Now, PolicyType.Live, PolicyType.End])
            Run.Session.Append(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = name, Policy = policy } } } });
        Grow(exitCode: 0);

        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.True(completed.IsWhole);
        Assert.Equal(2, OnServer.Files.Count);
    }

    [Fact]
    public async Task Many_files_are_asked_for_in_batches_and_sent_a_few_at_a_time()
    {
        Start(settings => settings with { FileTransfers = 3 });
        for (var number = 0; number < 250; number++)
            Save($"media/{number}.png", $"{number}", PolicyType.Now);
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(250 + 2, OnServer.Files.Count);
        Assert.InRange(Server.Requests.Count(request => request.Kind == "CreateRunFiles"), 3, 5);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_file_of_the_runs_own_is_never_written_through_a_link()
    {
        Start();
        var users = Path.Combine(Run.Session.Directory.Path, "users.yaml");
        await File.WriteAllTextAsync(users, "lr: 1");
        Directory.CreateDirectory(Run.Session.Directory.FilesPath);
        File.CreateSymbolicLink(PathOf("config.yaml"), users);
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal("lr: 1", await File.ReadAllTextAsync(users));
        Assert.Contains("_wandb", Encoding.UTF8.GetString(OnServer.Files["config.yaml"]));
    }

    private int Uploads => Server.Requests.Count(request => request.Kind == RecordingBackend.Upload);

    private string PathOf(string name) => Path.Combine(Run.Session.Directory.FilesPath, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    private void Save(string name, string text, PolicyType policy)
    {
        Write(name, text);
        Run.Session.Append(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = name, Policy = policy } } } });
        Grow();
    }
}
