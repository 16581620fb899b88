using static TorchSharp.torch;

namespace Digits;

/// <summary>Images of the ten digits, drawn in code: the same seed draws the same images.</summary>
internal sealed record DigitImages(Tensor Pixels, Tensor Labels)
{
    /// <summary>Pixels along each side of an image.</summary>
    public const int Side = 14;

    private const int GlyphWidth = 5;
    private const int GlyphHeight = 7;

    // The ten digits side by side; a character is a cell, and one character parts two digits.
    private static readonly string[] Glyphs =
    [
        ".###. ..#.. .###. .###. ...#. ##### .###. ##### .###. .###.",
        "#...# .##.. #...# #...# ..##. #.... #.... ....# #...# #...#",
        "#..## #.#.. ....# ....# .#.#. ####. #.... ...#. #...# #...#",
        "#.#.# ..#.. ..##. ..##. #..#. ....# ####. ..#.. .###. .####",
        "##..# ..#.. .#... ....# ##### ....# #...# ..#.. #...# ....#",
        "#...# ..#.. #.... #...# ...#. #...# #...# .#... #...# ....#",
        ".###. ##### ##### .###. ...#. .###. .###. .#... .###. .###.",
    ];

    /// <summary>How many images there are.</summary>
    public long Count => Labels.shape[0];

    /// <summary>Draws so many images, the ten digits in turn, each turned, scaled, shifted and noisy in its own way.</summary>
    public static DigitImages Draw(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new float[count * Side * Side];
        for (var image = 0; image < count; image++)
            Draw(image % 10, random, pixels.AsSpan(image * Side * Side, Side * Side));
        return new DigitImages(tensor(pixels, [count, 1, Side, Side]), arange(count) % 10);
    }

    private static void Draw(int digit, Random random, Span<float> pixels)
    {
        var angle = Between(random, -0.35, 0.35);
        var cell = Between(random, 1.2, 1.8); // pixels a glyph's cell is wide
        var (shiftX, shiftY) = (Between(random, -1.5, 1.5), Between(random, -1.5, 1.5));
        var (cos, sin) = (Math.Cos(angle) / cell, Math.Sin(angle) / cell);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (fromX, fromY) = (x - (Side - 1) / 2.0 - shiftX, y - (Side - 1) / 2.0 - shiftY);
                var ink = Ink(digit, fromX * cos + fromY * sin + (GlyphWidth - 1) / 2.0, fromY * cos - fromX * sin + (GlyphHeight - 1) / 2.0);
                pixels[y * Side + x] = (float)(ink + Between(random, -0.3, 0.3));
            }
        }
    }

    // How dark the glyph is at a point between its cells: the four cells around it, by their distance.
    private static double Ink(int digit, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        return (1 - down) * ((1 - right) * Cell(digit, left, top) + right * Cell(digit, left + 1, top))
            + down * ((1 - right) * Cell(digit, left, top + 1) + right * Cell(digit, left + 1, top + 1));
    }

    private static int Cell(int digit, int x, int y) =>
        x is >= 0 and < GlyphWidth && y is >= 0 and < GlyphHeight && Glyphs[y][digit * (GlyphWidth + 1) + x] == '#' ? 1 : 0;

    private static double Between(Random random, double low, double high) => low + random.NextDouble() * (high - low);
}
