using System.Buffers;
using TorchSharp;

namespace WandbActors.Tests;

[Trait("Needs", "libtorch")]
public class TensorMediaExtensionsSpecs
{
    [LibTorchFact]
    public void An_image_may_have_its_channels_before_or_behind_or_none()
    {
        using var before = torch.zeros(3, 5, 7);
        using var behind = torch.zeros(5, 7, 4);
        using var grey = torch.zeros(5, 7);
        using var both = torch.zeros(3, 4, 3);

        Assert.Equal((7, 5), SizeOf(before.ToImage(caption: "c")));
        Assert.Equal((7, 5), SizeOf(behind.ToImage()));
        Assert.Equal((7, 5), SizeOf(grey.ToImage()));
        Assert.Equal((3, 4), SizeOf(both.ToImage()));
        Assert.Equal("c", before.ToImage(caption: "c").Caption);
    }

    [LibTorchFact]
    public void Pixels_are_those_of_the_same_place()
    {
        using var planes = torch.tensor(new byte[] { 1, 2, 3, 4, 5, 6 }, 3, 1, 2);
        using var flags = torch.tensor(new[] { true, false }, 1, 2);

        Assert.Equal([1, 3, 5, 2, 4, 6], BytesOf(planes.ToImage()));
        Assert.Equal([255, 0], BytesOf(flags.ToImage()));
    }

    [LibTorchFact]
    public void Numbers_are_taken_as_the_official_client_takes_them()
    {
        using var unit = torch.tensor(new[] { 0f, 0.5f, 1f }, 1, 3);
        using var signed = torch.tensor(new[] { -1f, 0f, 1f }, 1, 3);
        using var others = torch.tensor(new[] { -1f, 7f, 300f }, 1, 3);
        using var bytes = torch.tensor(new byte[] { 0, 1 }, 1, 2);

        Assert.Equal([0, 127, 255], BytesOf(unit.ToImage()));
        Assert.Equal([0, 127, 255], BytesOf(signed.ToImage()));
        Assert.Equal([0, 7, 255], BytesOf(others.ToImage()));
        Assert.Equal([0, 255], BytesOf(bytes.ToImage()));
        Assert.Equal([0, 1], BytesOf(bytes.ToImage(normalize: false)));
        Assert.Equal([0, 0, 1], BytesOf(unit.ToImage(normalize: false)));
    }

    [LibTorchFact]
    public void A_batch_is_a_list_by_one_rule()
    {
        using var batch = torch.tensor(new[] { 0f, 0.5f, -0.5f, 1f }, 2, 1, 1, 2);

        var images = batch.ToImages();

        Assert.Equal([[127, 191], [63, 255]], images.Select(BytesOf));
    }

    [LibTorchFact]
    public void A_sound_of_several_channels_has_one_sample_of_each_in_turn()
    {
        using var channels = torch.tensor(new[] { 0f, 0f, 1f, 1f }, 2, 2);
        using var single = torch.zeros(10);

        Assert.Equal([0, 0, 255, 127, 0, 0, 255, 127], FileOf(channels.ToAudio(8000))[44..]);
        Assert.Equal(44 + 20, FileOf(single.ToAudio(8000)).Length);
    }

    [LibTorchFact]
    public void They_stand_in_a_row_beside_tensors()
    {
        using var loss = torch.tensor(0.5);
        using var pixels = torch.zeros(5, 7);

        TensorMetric[] values = [loss, pixels.ToImage(), new Media[] { pixels.ToImage() }];

        Assert.Equal([MetricValueKind.Float64, MetricValueKind.Object, MetricValueKind.Object], values.Select(value => value.Read().Kind));
    }

    [LibTorchFact]
    public void Mistakes_are_said_where_they_are_made()
    {
        using var odd = torch.zeros(5, 7, 9);
        using var empty = torch.zeros(0, 7);
        var gone = torch.zeros(2, 2);
        gone.Dispose();

        Assert.Contains("a tensor of 5 × 7 × 9 is no image", Assert.Throws<WandbException>(() => odd.ToImage()).Message);
        Assert.Contains("a tensor of 0 × 7 is no image", Assert.Throws<WandbException>(() => empty.ToImage()).Message);
        Assert.Contains("a disposed tensor is no image", Assert.Throws<WandbException>(() => gone.ToImage()).Message);
        Assert.Contains("is no batch of images", Assert.Throws<WandbException>(() => empty.ToImages()).Message);
        Assert.Contains("is no sound", Assert.Throws<WandbException>(() => odd.ToAudio(8000)).Message);
    }

    private static (int, int) SizeOf(Image image) => (image.Width!.Value, image.Height!.Value);

    private static byte[] BytesOf(Image image) => image.Pixels!.Bytes.ToArray();

    private static byte[] FileOf(Audio audio)
    {
        var place = new KeepingPlace();
        audio.WriteJson(new ArrayBufferWriter<byte>(), place);
        return place.File;
    }

    private sealed class KeepingPlace() : MediaPlace("key", "0")
    {
        public byte[] File { get; private set; } = [];

        public override MediaFile AddFile(string directory, string extension, ReadOnlySpan<byte> content)
        {
            File = content.ToArray();
            return new MediaFile("", "", content.Length);
        }
    }
}
