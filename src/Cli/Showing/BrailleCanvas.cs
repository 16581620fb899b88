namespace WandbActors.Cli.Showing;

/// <summary>
/// Dots, drawn with letters of braille: two across and four down in each. Where there is only ASCII a letter is set or not. The origin is at the lower left.
/// </summary>
internal sealed class BrailleCanvas(int columns, int lines)
{
    private const int Across = 2, Down = 4;
    private const char Blank = '\u2800'; // its lower eight bits are the dots

    // The bits of the dots, by column and line of a letter, from the top; as Unicode numbers them.
    private static readonly int[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    private readonly int[,] _letters = new int[columns, lines];

    public int Width => columns * Across;

    public int Height => lines * Down;

    public void Set(int x, int y)
    {
        var fromTop = Height - 1 - y;
        _letters[x / Across, fromTop / Down] |= Dots[x % Across, fromTop % Down];
    }

    /// <summary>Sets a dot in each column from here to there.</summary>
    public void Line(int fromX, int fromY, int toX, int toY)
    {
        var steps = Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY));
        for (var step = 0; step <= steps; step++)
        {
            var share = steps == 0 ? 0 : (double)step / steps;
            Set(fromX + (int)Math.Round((toX - fromX) * share), fromY + (int)Math.Round((toY - fromY) * share));
        }
    }

    /// <summary>The lines, from the top.</summary>
    public IEnumerable<string> Lines(bool hasUnicode) => Enumerable.Range(0, lines).Select(line =>
        string.Concat(Enumerable.Range(0, columns).Select(column => LetterOf(_letters[column, line], hasUnicode))).TrimEnd());

    private static char LetterOf(int dots, bool hasUnicode) => dots == 0 ? ' ' : hasUnicode ? (char)(Blank | dots) : '*';
}
