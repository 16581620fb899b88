using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using WandbActors.Testing;

namespace WandbActors.Api.Tests.DataTypes;

public sealed class ImageSpecs : IDisposable
{
    // One red pixel each.
    private static readonly byte[] Gif = Convert.FromBase64String("R0lGODlhAwACAIAAAP8AAP///ywAAAAAAwACAAACAoRRADs=");
    private static readonly byte[] Jpeg =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 2, 0, 3, 1, 0, 0, 0, 0xFF, 0xD9];

    private readonly SomePlace _place = new("img");

    [Property(MaxTest = 50)]
    public void Pixels_come_back_as_they_were(PositiveInt width, PositiveInt height, byte channels, int seed)
    {
        var (w, h, c) = ((width.Get % 40) + 1, (height.Get % 40) + 1, (channels % 4) + 1);
        var pixels = new byte[w * h * c];
        new System.Random(seed).NextBytes(pixels);
        pixels[0] = 2; // or all might be 0 and 1

        var png = PngPixels.Read(PngFile.Write(pixels, w, h, c));

        Assert.Equal((w, h, c), (png.Width, png.Height, png.Channels));
        Assert.Equal(pixels, png.Bytes);
    }

    [Theory]
    [InlineData(new[] { 0f, 0.5f, 1f }, new byte[] { 0, 127, 255 })]
    [InlineData(new[] { 0f, 100f, 300f }, new byte[] { 0, 100, 255 })]
    [InlineData(new[] { -1f, 0f, 1f }, new byte[] { 0, 127, 255 })]
    [InlineData(new[] { -0.5f, 0.5f, 0f }, new byte[] { 63, 191, 127 })]
    [InlineData(new[] { -2f, 0.5f, 200f }, new byte[] { 0, 0, 200 })]
    [InlineData(new[] { float.NaN, 1f, float.PositiveInfinity }, new byte[] { 0, 255, 255 })]
    public void Numbers_are_taken_as_the_official_client_takes_them(float[] numbers, byte[] bytes)
    {
        var image = new Image(numbers, 3, 1, channels: 1);

        Assert.Equal(bytes, Pixels(_place.Write(image)));
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 1 }, new byte[] { 0, 255, 255 })]
    [InlineData(new byte[] { 0, 1, 2 }, new byte[] { 0, 1, 2 })]
    public void Bytes_of_0_and_1_alone_are_black_and_white(byte[] bytes, byte[] expected)
    {
        var image = new Image(bytes, 3, 1, channels: 1);

        Assert.Equal(expected, Pixels(_place.Write(image)));
    }

    [Fact]
    public void An_encoded_image_is_kept_as_it_is_and_says_its_size()
    {
        var fromFile = new Image(_place.Save("cat.JPG", Jpeg)) { Caption = "cat" };
        var fromBytes = Image.FromEncoded(Gif);

        var json = _place.Write(fromFile);
        _place.Write(fromBytes);

        Assert.Equal(("JPG", 3, 2), (fromFile.Format, fromFile.Width!.Value, fromFile.Height!.Value));
        Assert.Equal(("gif", 3, 2), (fromBytes.Format, fromBytes.Width!.Value, fromBytes.Height!.Value));
        Assert.Contains("\"caption\":\"cat\",\"format\":\"JPG\",\"height\":2", json);
        Assert.EndsWith(".JPG", _place.Files[0].Path);
        Assert.Equal(Jpeg, _place.Read(_place.Files[0].Path));
        Assert.Equal(Gif, _place.Read(_place.Files[1].Path));
    }

    [Fact]
    public void An_encoded_image_has_what_any_image_has()
    {
        var image = Image.FromEncoded(
            Gif,
            caption: "cat",
            boxes: new Dictionary<string, BoundingBoxes> { ["b"] = new([BoundingBox.FromSides(0, 1, 0, 1)]) },
            masks: new Dictionary<string, ImageMask> { ["m"] = new(new byte[6], 3, 2) });

        var json = JsonNode.Parse(_place.Write(image))!;

        Assert.Equal(("cat", "boxes2D", "mask"), ((string?)json["caption"], (string?)json["boxes"]!["b"]!["_type"], (string?)json["masks"]!["m"]!["_type"]));
    }

    [Theory]
    [InlineData("png", 300, 200, "89504E470D0A1A0A0000000D494844520000012C000000C8080200000000000000")]
    [InlineData("bmp", 300, 200, "424D00000000000000003600000028000000" + "2C010000" + "38FFFFFF" + "01001800")]
    [InlineData("webp", 300, 200, "52494646000000005745425056503820" + "00000000" + "000000" + "9D012A" + "2C01" + "C800")]
    [InlineData("webp", 300, 200, "5249464600000000574542505650384C" + "00000000" + "2F" + "2BC13100" + "0000000000")]
    [InlineData("webp", 300, 200, "52494646000000005745425056503858" + "0A000000" + "00000000" + "2B0100" + "C70000")]
    public void The_first_bytes_of_a_file_say_what_it_is(string format, int width, int height, string hex) =>
        Assert.Equal(new ImageSize(format, width, height), ImageSize.Read(Convert.FromHexString(hex)));

    [Property(MaxTest = 300)]
    public void No_bytes_at_all_break_the_reading(byte[] bytes, byte head)
    {
        byte[][] heads = [[0xFF, 0xD8, 0xFF], [.. "RIFF....WEBPVP8X"u8], [.. "GIF8"u8], [.. "BM"u8], [0x89, .. "PNG"u8]];

        ImageSize.Read([.. heads[head % heads.Length], .. bytes]);
        ImageSize.Read(bytes);
    }

    [Fact]
    public void A_list_has_the_size_of_its_first_and_holds_108()
    {
        var images = Enumerable.Range(0, 120).Select(i => new Image([(byte)i, 9], 2, 1, channels: 1));

        var json = JsonNode.Parse(_place.Write(MetricValue.Of(images)))!;

        Assert.Equal(("images/separated", 2, 1, "png", 108), ((string)json["_type"]!, (int)json["width"]!, (int)json["height"]!, (string)json["format"]!, (int)json["count"]!));
        Assert.Equal(108, json["filenames"]!.AsArray().Count);
        Assert.Null(json["captions"]);
        Assert.Contains("of a list of 120 images the first 108 are kept", _place.Remark);
        Assert.Equal(12, _place.Lost);
    }

    [Fact]
    public void Boxes_and_masks_are_files_and_their_labels_config()
    {
        var boxes = new BoundingBoxes([BoundingBox.FromMiddle(150, 20, 68, 112.5, isInPixels: true) with { ClassId = 3 }]);
        var mask = new ImageMask([0, 2], 2, 1, new Dictionary<int, string> { [2] = "tree" });
        var image = Annotated(boxes, mask);

        var json = JsonNode.Parse(_place.Write(image))!;

        var (boxesPath, maskPath) = ((string)json["boxes"]!["pred"]!["path"]!, (string)json["masks"]!["truth"]!["path"]!);
        Assert.Equal(("boxes2D", "mask"), ((string)json["boxes"]!["pred"]!["_type"]!, (string)json["masks"]!["truth"]!["_type"]!));
        Assert.Matches("^media/metadata/boxes2D/img_3_[0-9a-f]{20}.boxes2D.json$", boxesPath);
        Assert.Matches("^media/images/mask/img_3_[0-9a-f]{20}.mask.png$", maskPath);
        Assert.Equal("""{"box_data":[{"position":{"middle":[150,20],"width":68,"height":112.5},"domain":"pixel","class_id":3}]}""", _place.Files.Single(file => file.Path == boxesPath).Text);
        Assert.Equal([0, 2], PngPixels.Read(_place.Read(maskPath)).Bytes);
        Assert.Equal(
            [
                """_wandb/bounding_box/class_labels/img_wandb_delimeter_pred = {"type":"bounding_box/class_labels","key":"img_wandb_delimeter_pred","value":{"3":"class_3"}}""",
                """_wandb/mask/class_labels/img_wandb_delimeter_truth = {"type":"mask/class_labels","key":"img_wandb_delimeter_truth","value":{"2":"tree"}}""",
            ],
            _place.Records.Where(record => record.Config is not null).SelectMany(record => record.Config.Update).Select(item => $"{string.Join('/', item.NestedKey)} = {item.ValueJson}"));
    }

    [Fact]
    public void A_list_has_the_layers_of_each_image_beside_it()
    {
        var layered = Annotated(new BoundingBoxes([]), new ImageMask([0, 1], 2, 1));

        var json = JsonNode.Parse(_place.Write(MetricValue.Of(new[] { layered, new Image([1, 2], 2, 1, channels: 1) })))!;

        Assert.Equal(2, json["all_boxes"]!.AsArray().Count);
        Assert.Equal("mask", (string)json["all_masks"]![0]!["truth"]!["_type"]!);
        Assert.Null(json["all_masks"]![1]);
    }

    [Fact]
    public void Mistakes_are_said_where_they_are_made()
    {
        AssertSaid("Image: 0 × 5 is no size", () => new Image(default(ReadOnlySpan<byte>), 0, 5));
        AssertSaid("Image: 4 × 4 pixels of 3 channels are 48 values, not 47", () => new Image(new byte[47], 4, 4));
        AssertSaid("Image: 5 channels are none of 1 (grey)", () => new Image(new float[5], 1, 1, channels: 5));
        AssertSaid("Image: 70000 × 70000 is no size", () => new Image(new byte[1], 70_000, 70_000));
        AssertSaid("Image: these 3 bytes are none of PNG", () => Image.FromEncoded([1, 2, 3]));
        AssertSaid("no.png is no image: its 1 bytes are none of PNG", () => new Image(_place.Save("no.png", 1)));
        AssertSaid("a.txt is no image", () => new Image(_place.Save("a.txt", 1)));
        AssertSaid("Image: the path is null", () => new Image((string)null!));
        AssertSaid("BoundingBoxes: the boxes are null", () => new BoundingBoxes(null!));
        AssertSaid("BoundingBoxes: box 0 is null", () => new BoundingBoxes([null!]));
        AssertSaid("Image: the boxes \"pred\" are null", () => Annotated(null!, new ImageMask([0, 2], 2, 1)));
        AssertSaid("Image: the masks \"truth\" are null", () => Annotated(new BoundingBoxes([]), null!));
        AssertSaid("Image: the mask \"truth\" has 1 × 2 pixels, the image 2 × 1", () => Annotated(new BoundingBoxes([]), new ImageMask([0, 2], 1, 2)));
        AssertSaid("BoundingBox: the sides 0.5 to 0.25 and 0 to 1 must rise", () => BoundingBox.FromSides(0.5, 0.25, 0, 1));
        AssertSaid("BoundingBox: -1 × 2 is no size", () => BoundingBox.FromMiddle(5, 5, -1, 2, isInPixels: true));
        AssertSaid("BoundingBox: 150 is no fraction of an image", () => BoundingBox.FromMiddle(150, 20, 68, 112));
        AssertSaid("ImageMask: 2 × 2 pixels of 1 channels are 4 values, not 3", () => new ImageMask([1, 2, 3], 2, 2));
        AssertSaid("BoundingBox: NaN is no place in an image", () => BoundingBox.FromSides(double.NaN, 1, 0, 1));
    }

    [Fact]
    public void A_box_may_reach_over_the_edge_and_a_file_of_another_format_be_an_image()
    {
        Assert.False(BoundingBox.FromSides(-0.01, 1.01, 0, 1).IsInPixels);
        Assert.Equal("svg", new Image(_place.Save("a.svg", 1)).Format);
    }

    [Fact]
    public void Pixels_are_copied_at_the_call()
    {
        var pixels = new byte[] { 5, 6 };
        var image = new Image(pixels, 2, 1, channels: 1);
        pixels[0] = 99;

        Assert.Equal([5, 6], Pixels(_place.Write(image)));
    }

    public void Dispose() => _place.Dispose();

    private static Image Annotated(BoundingBoxes boxes, ImageMask mask) => new([1, 2], 2, 1, channels: 1)
    {
        Boxes = new Dictionary<string, BoundingBoxes> { ["pred"] = boxes },
        Masks = new Dictionary<string, ImageMask> { ["truth"] = mask },
    };

    private byte[] Pixels(string json) => PngPixels.Read(_place.Read((string)JsonNode.Parse(json)!["path"]!)).Bytes;

    private static void AssertSaid(string message, Func<object> mistake) =>
        Assert.Contains(message, Assert.Throws<WandbException>(mistake).Message);
}
