namespace WandbActors.Persistence.Replay;

/// <summary>
/// Steps over JSON texts value by value. Numbers are checked for their form and never read, so what comes out is what went in;
/// W&amp;B's bare tokens NaN, Infinity and -Infinity count as values. What is nested deeper than the limit is no value: a hostile text must
/// not use up the stack.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<char> text, int maxDepth = int.MaxValue)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private int _depth;

    /// <summary>Whether nothing but space is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _position == _text.Length;
        }
    }

    /// <summary>Steps over this mark if it is next.</summary>
    public bool TryTake(char mark)
    {
        SkipSpace();
        if (_position == _text.Length || _text[_position] != mark)
            return false;

        _position++;
        return true;
    }

    /// <summary>Steps over the next value and returns its text, which is empty if there is none.</summary>
    public ReadOnlySpan<char> ReadValue()
    {
        SkipSpace();
        var start = _position;
        return TrySkipValue() ? _text[start.._position] : default;
    }

    private bool TrySkipValue()
    {
        SkipSpace();
        if (_position == _text.Length)
            return false;

        return _text[_position] switch
        {
            '{' => TrySkipItems('}', areNamed: true),
            '[' => TrySkipItems(']', areNamed: false),
            '"' => TrySkipText(),
            _ => TrySkipScalar(),
        };
    }

    private bool TrySkipItems(char end, bool areNamed)
    {
        if (++_depth > maxDepth)
            return false;

        _position++;
        if (!TryTake(end))
        {
            do
            {
                if (areNamed && !(TrySkipText() && TryTake(':')))
                    return false;
                if (!TrySkipValue())
                    return false;
            }
            while (TryTake(','));

            if (!TryTake(end))
                return false;
        }

        _depth--;
        return true;
    }

    private bool TrySkipText()
    {
        if (!TryTake('"'))
            return false;

        while (_position < _text.Length)
        {
            var next = _text[_position++];
            if (next == '"')
                return true;
            if (next < ' ' || (next == '\\' && !TrySkipEscape()))
                return false;
        }

        return false;
    }

    private bool TrySkipEscape()
    {
        if (_position == _text.Length)
            return false;

        var kind = _text[_position++];
        if (kind != 'u')
            return "\"\\/bfnrt".Contains(kind, StringComparison.Ordinal);
        if (_text.Length - _position < 4)
            return false;

        foreach (var digit in _text.Slice(_position, 4))
            if (!char.IsAsciiHexDigit(digit))
                return false;

        _position += 4;
        return true;
    }

    private bool TrySkipScalar()
    {
        var length = _text[_position..].IndexOfAny(",]} \t\r\n");
        var token = length < 0 ? _text[_position..] : _text.Slice(_position, length);
        _position += token.Length;
        return token is "null" or "true" or "false" or "NaN" or "Infinity" or "-Infinity" || IsNumber(token);
    }

    private static bool IsNumber(ReadOnlySpan<char> token)
    {
        var rest = token is ['-', ..] ? token[1..] : token;
        var digits = CountDigits(rest);
        if (digits == 0 || (digits > 1 && rest[0] == '0'))
            return false;

        rest = rest[digits..];
        if (rest is ['.', ..])
        {
            digits = CountDigits(rest[1..]);
            if (digits == 0)
                return false;
            rest = rest[(1 + digits)..];
        }

        if (rest is ['e' or 'E', ..])
        {
            rest = rest[1..] is ['+' or '-', ..] ? rest[2..] : rest[1..];
            digits = CountDigits(rest);
            return digits > 0 && digits == rest.Length;
        }

        return rest.IsEmpty;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\r' or '\t')
            _position++;
    }
}
