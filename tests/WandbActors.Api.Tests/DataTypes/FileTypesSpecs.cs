using System.Text;

namespace WandbActors.Api.Tests.DataTypes;

public sealed class FileTypesSpecs : IDisposable
{
    // SHA-256 of "x", as far as it stands in names, and whole.
    private const string Hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    private const string Name = "2d711642b726b04401627";

    private readonly SomePlace _place = new();

    public static TheoryData<string, Media, string, string> Types => new()
    {
        { "html", new Html("x", inject: false), "html-file", $"media/html/key_3_{Name[..20]}.html" },
        { "audio", Audio.FromEncoded("x"u8, "mp3"), "audio-file", $"media/audio/key_3_{Name[..20]}.mp3" },
        { "video", Video.FromEncoded("x"u8, "mp4"), "video-file", $"media/videos/key_3_{Name[..20]}.mp4" },
        { "scene", Object3D.FromEncoded("x"u8, "glb"), "object3D-file", $"media/object3D/key_3_{Name[..20]}.glb" },
        { "molecule", Molecule.FromEncoded("x"u8, "pdb"), "molecule-file", $"media/molecule/key_3_{Name[..20]}.pdb" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_file_is_kept_as_it_is_and_described(string what, Media value, string type, string path)
    {
        var json = _place.Write(value);

        var caption = what == "audio" ? "\"caption\":null," : "";
        Assert.Equal($$"""{"_type":"{{type}}",{{caption}}"path":"{{path}}","sha256":"{{Hash}}","size":1}""", json);
        Assert.Equal([(path, "x")], _place.Files);
    }

    [Fact]
    public void A_list_of_pages_is_the_official_list()
    {
        var json = _place.Write(MetricValue.Of(new[] { new Html("x", inject: false), new Html("x", inject: false) }));

        var page = _place.Write(new Html("x", inject: false));
        Assert.Equal($$"""{"_type":"html","count":2,"html":[{{page}},{{page}}]}""", json);
    }

    [Fact]
    public void A_list_of_sounds_says_how_fast_and_long_they_are()
    {
        var sounds = new[] { new Audio([0f, 1, 0, 1], 8000, channels: 2) { Caption = "beep" }, Audio.FromEncoded("x"u8, "mp3", caption: "file"), Audio.FromEncoded("x"u8, "mp3") };

        var json = _place.Write(MetricValue.Of(sounds));

        Assert.Equal(
            $$"""{"_type":"audio","audio":[{{_place.Write(sounds[0])}},{{_place.Write(sounds[1])}},{{_place.Write(sounds[2])}}],"captions":["beep","file",""],"count":3,"durations":[0.00025,null,null],"sampleRates":[8000,null,null]}""",
            json);
    }

    [Fact]
    public void A_list_of_videos_has_captions_or_says_that_it_has_none()
    {
        var named = new[] { Video.FromEncoded("x"u8, "gif"), WithCaption("b"), Video.FromEncoded("x"u8, "gif", "c", width: 4, height: 3) };

        Assert.Contains("\"captions\":[null,\"b\",\"c\"]", _place.Write(MetricValue.Of(named)));
        Assert.Contains("\"caption\":\"c\",\"height\":3", _place.Write(named[2]));
        Assert.Contains("\"captions\":false", _place.Write(MetricValue.Of(named[..1])));

        static Video WithCaption(string caption)
        {
            using var place = new SomePlace();
            return new Video(place.Save("video.WebM", 1)) { Caption = caption, Width = 4, Height = 3 };
        }
    }

    [Fact]
    public void A_list_of_scenes_names_the_files_from_their_own_directory()
    {
        var json = _place.Write(MetricValue.Of(new[] { Object3D.FromEncoded("x"u8, "obj", caption: "cube") }));

        var scene = _place.Write(Object3D.FromEncoded("x"u8, "obj", caption: "cube"));
        Assert.Contains("\"caption\":\"cube\"", scene);
        Assert.Equal($$"""{"_type":"object3D","count":1,"filenames":["key_3_{{Name[..20]}}.obj"],"objects":[{{scene}}]}""", json);
    }

    [Fact]
    public void A_list_of_molecules_names_the_files_whole()
    {
        var json = _place.Write(MetricValue.Of(new[] { Molecule.FromEncoded("x"u8, "sdf") }));
        var named = _place.Write(MetricValue.Of(new[] { Molecule.FromEncoded("x"u8, "sdf", caption: "water") }));

        Assert.Contains("\"captions\":[\"water\"]", named);
        Assert.Contains("\"caption\":\"water\"", _place.Write(Molecule.FromEncoded("x"u8, "sdf", caption: "water")));
        Assert.Equal($$"""{"_type":"molecule","captions":false,"count":1,"filenames":["media/molecule/key_3_{{Name[..20]}}.sdf"]}""", json);
    }

    [Fact]
    public void A_list_of_several_types_is_a_list_of_single_values()
    {
        var json = _place.Write(MetricValue.Of(new Media[] { new Html("x", inject: false), Audio.FromEncoded("x"u8, "mp3") }));

        Assert.StartsWith("[{\"_type\":\"html-file\"", json);
    }

    [Fact]
    public void A_page_is_given_the_style_sheet_unless_it_should_not_be()
    {
        var pages = ((string[])["<b>hi</b>", "<html><body/></html>", "<head><title/></head>"]).Select(html => new Html(html));

        _place.Write(MetricValue.Of(pages));

        const string sheet = "<base target=\"_blank\"><link rel=\"stylesheet\" type=\"text/css\" href=\"https://app.wandb.ai/normalize.css\" />";
        Assert.Equal(
            [$"{sheet}<b>hi</b>", $"<html><head>{sheet}</head><body/></html>", $"<head>{sheet}<title/></head>"],
            _place.Files.Select(file => file.Text));
    }

    [Fact]
    public void Markdown_becomes_a_page_and_html_in_it_does_not()
    {
        var json = _place.Write(new Markdown("# Hi\n\n|a|b|\n|-|-|\n|1|2|\n\n<script>x</script>"));

        Assert.StartsWith("{\"_type\":\"html-file\"", json);
        Assert.Contains("<h1 id=\"hi\">Hi</h1>", _place.Files.Single().Text);
        Assert.Contains("<td>1</td>", _place.Files.Single().Text);
        Assert.DoesNotContain("<script>", _place.Files.Single().Text);
    }

    [Fact]
    public void A_figure_of_plotly_is_kept_as_it_is()
    {
        var json = _place.Write(new Plotly("""{"data": [], "layout": {}}"""));

        Assert.StartsWith("{\"_type\":\"plotly-file\"", json);
        var (path, text) = _place.Files.Single();
        Assert.EndsWith(".plotly.json", path);
        Assert.Equal("""{"data": [], "layout": {}}""", text);
    }

    [Fact]
    public void Points_are_a_list_of_lists()
    {
        _place.Write(new Object3D(new double[,] { { 1, 2.5, -3e-7, 14 }, { 1e16, 0, -0.5, 1 } }));

        Assert.Equal("[[1.0,2.5,-3e-7,14.0],[1e16,0.0,-0.5,1.0]]", _place.Files.Single().Text);
    }

    [Fact]
    public void Samples_become_a_wave_file()
    {
        var fromNumbers = new Audio([0f, 0.5f, 1f, -1f, 2f, float.NaN], 44100, channels: 2);
        var fromSteps = new Audio([0, 16383, 32767, -32768, 32767, 0], 44100, channels: 2);

        _place.Write(fromNumbers);
        _place.Write(fromSteps);

        var wave = _place.Read(_place.Files[0].Path);
        Assert.Equal(44 + 12, wave.Length);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wave, 0, 4));
        Assert.Equal(wave.Length - 8, BitConverter.ToInt32(wave, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(wave, 8, 8));
        Assert.Equal((1, 2, 44100, 176400, 4, 16), (wave[20], wave[22], BitConverter.ToInt32(wave, 24), BitConverter.ToInt32(wave, 28), wave[32], wave[34]));
        Assert.Equal("data", Encoding.ASCII.GetString(wave, 36, 4));
        Assert.Equal([0, 16384, 32767, -32768, 32767, 0], Samples(wave));
        Assert.Equal([0, 16383, 32767, -32768, 32767, 0], Samples(_place.Read(_place.Files[1].Path)));
    }

    [Fact]
    public void What_happens_to_a_file_afterwards_does_not_matter()
    {
        var path = _place.Save("song.ogg", (byte)'x');
        var audio = new Audio(path);
        File.WriteAllText(path, "something else");

        _place.Write(audio);

        Assert.Equal("x", _place.Files.Single().Text);
    }

    [Fact]
    public void Mistakes_are_said_where_they_are_made()
    {
        var empty = _place.Save("empty.png");
        var text = _place.Save("page.txt", (byte)'x');

        AssertSaid("Audio: /not/there.mp3 cannot be read", () => new Audio("/not/there.mp3"));
        AssertSaid("empty.png is empty", () => new Image(empty));
        AssertSaid("is none of the files that W&B shows as one: gif, mp4, webm, ogg", () => new Video(text));
        AssertSaid("is none of the files that W&B shows as one: pdb", () => new Molecule(text));
        AssertSaid("Object3D: 2 × 5 numbers are no cloud", () => new Object3D(new double[2, 5]));
        AssertSaid("Object3D: 0 × 3 numbers are no cloud", () => new Object3D(new double[0, 3]));
        AssertSaid("Audio: 3 samples are no sound of 2 channels", () => new Audio([1f, 2, 3], 8000, channels: 2));
        AssertSaid("Audio: 0 samples are no sound of 1 channels", () => new Audio(default(ReadOnlySpan<short>), 8000));
        AssertSaid("Audio: a sample rate of 0 is none", () => new Audio([1f], 0));
        AssertSaid("Plotly: the figure is no JSON", () => new Plotly("{"));
        AssertSaid("Plotly: a figure is a JSON object", () => new Plotly("[]"));
        AssertSaid("Video: the content is empty", () => Video.FromEncoded([], "mp4"));
    }

    public void Dispose() => _place.Dispose();

    private static IEnumerable<int> Samples(byte[] wave) => Enumerable.Range(0, (wave.Length - 44) / 2).Select(i => (int)BitConverter.ToInt16(wave, 44 + (2 * i)));

    private static void AssertSaid(string message, Func<object> mistake) =>
        Assert.Contains(message, Assert.Throws<WandbException>(mistake).Message);
}
