using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Makes a text that matches a pattern, for what patterns in schemas are made of: literals, classes, groups, choices and counts. A pattern with anything else gives
/// null. Bounded in length whatever the counts say.
/// </summary>
internal sealed class PatternText
{
    private const int Longest = 4_096;
    private const int DeepestGroup = 50;
    private const int MostSteps = 20_000;
    private readonly string _pattern;
    private readonly CaseRandom _random;
    private int _at;
    private int _steps;

    private PatternText(string pattern, CaseRandom random)
    {
        _pattern = pattern;
        _random = random;
    }

    /// <summary>A text that should match; null when the pattern is beyond this.</summary>
    public static string? Make(string pattern, CaseRandom random)
    {
        var maker = new PatternText(pattern, random);
        var made = maker.Choice(0);
        return made is null || maker._at < pattern.Length ? null : made;
    }

    private bool IsAtEnd => _at >= _pattern.Length;

    // Every branch is read to its end, and so draws its numbers; one of them is taken.
    private string? Choice(int depth)
    {
        var branches = new List<string>();
        do
        {
            if (Sequence(depth) is not { } branch)
            {
                return null;
            }

            branches.Add(branch);
        } while (Skip('|'));

        return _random.Pick(branches);
    }

    private string? Sequence(int depth)
    {
        var text = new StringBuilder();
        while (!IsAtEnd && _pattern[_at] is not ('|' or ')'))
        {
            if (Skip('^') || Skip('$'))
            {
                continue;
            }

            var start = _at;
            if (Atom(depth) is not { } first || Count() is not { } count)
            {
                return null;
            }

            var end = _at;
            for (var i = 0; i < count && text.Length < Longest; i++)
            {
                // Read again for each repetition, so that each draws its own characters.
                _at = start;
                if ((i == 0 ? first : Atom(depth)) is not { } next)
                {
                    return null;
                }

                text.Append(next);
            }

            _at = end;
        }

        return text.ToString();
    }

    private string? Atom(int depth)
    {
        // Counts multiply where groups are nested.
        if (++_steps > MostSteps)
        {
            return null;
        }

        switch (_pattern[_at])
        {
            case '(':
                return Group(depth);
            case '[':
                return Class();
            case '.':
                _at++;
                return One(PatternUnits.Word);
            case '\\':
                return Escape() is { } units ? One(units) : null;
            case '*' or '+' or '?' or '{':
                return null;
            case var literal:
                _at++;
                return literal.ToString();
        }
    }

    private string? Group(int depth)
    {
        _at++;
        if (Skip('?') && !Skip(':'))
        {
            return null;
        }

        return depth < DeepestGroup && Choice(depth + 1) is { } made && Skip(')') ? made : null;
    }

    private string? Class()
    {
        _at++;
        var isNegated = Skip('^');
        var units = new StringBuilder();
        while (!IsAtEnd && _pattern[_at] != ']')
        {
            if (ClassUnits() is not { } low)
            {
                return null;
            }

            var isRange =
                low.Length == 1 && _at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']';
            if (!isRange)
            {
                units.Append(low);
                continue;
            }

            _at++;
            if (ClassUnits() is not { Length: 1 } high || high[0] < low[0])
            {
                return null;
            }

            units.Append([.. Enumerable.Range(low[0], Math.Min(high[0] - low[0] + 1, 256)).Select(code => (char)code)]);
        }

        if (!Skip(']'))
        {
            return null;
        }

        var excluded = units.ToString();
        var allowed = isNegated
            ? new string([.. PatternUnits.Printable.Where(unit => !excluded.Contains(unit, StringComparison.Ordinal))])
            : excluded;
        return allowed.Length == 0 ? null : One(allowed);
    }

    private string? ClassUnits()
    {
        if (IsAtEnd)
        {
            return null;
        }

        return _pattern[_at] == '\\' ? Escape() : _pattern[_at++].ToString();
    }

    private string? Escape()
    {
        if (_at + 1 >= _pattern.Length)
        {
            return null;
        }

        var escaped = _pattern[_at + 1];
        _at += 2;
        return PatternUnits.OfEscape(escaped);
    }

    private int? Count()
    {
        var (least, most) = (1, 1);
        if (Skip('*'))
        {
            (least, most) = (0, 6);
        }
        else if (Skip('+'))
        {
            (least, most) = (1, 6);
        }
        else if (Skip('?'))
        {
            (least, most) = (0, 1);
        }
        else if (Skip('{'))
        {
            var end = _pattern.IndexOf('}', _at);
            if (end < 0 || Bounds(_pattern[_at..end]) is not { } bounds)
            {
                return null;
            }

            (least, most) = bounds;
            _at = end + 1;
        }

        Skip('?');
        return (int)_random.Between(least, most);
    }

    private static (int Least, int Most)? Bounds(string text)
    {
        var parts = text.Split(',');
        if (parts.Length > 2 || !Read(parts[0], out var least))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return (least, least);
        }

        return parts[1].Length == 0 ? (least, least + 4)
            : Read(parts[1], out var most) && most >= least ? (least, Math.Min(most, least + 16))
            : null;
    }

    private static bool Read(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= Longest;

    private bool Skip(char unit)
    {
        if (IsAtEnd || _pattern[_at] != unit)
        {
            return false;
        }

        _at++;
        return true;
    }

    private string One(string units) => _random.Pick(units.ToCharArray()).ToString();
}
