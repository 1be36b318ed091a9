using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Parses a pattern as far as <see cref="PatternText" /> supports it. It stops at the first unsupported part. Earlier
/// parts are kept, since they consume random numbers too.
/// </summary>
internal sealed class PatternReader
{
    private const int LargestCount = 4_096;
    private const int DeepestGroup = 50;

    private static readonly PatternNode Unreadable = new PatternNode.Unreadable();

    private readonly string _pattern;
    private int _at;

    private PatternReader(string pattern) => _pattern = pattern;

    private bool IsAtEnd => _at >= _pattern.Length;

    /// <summary>The whole pattern.</summary>
    public static PatternNode.Choice Read(string pattern)
    {
        var reader = new PatternReader(pattern);
        var whole = reader.Choice(0);
        return reader.IsAtEnd ? whole : whole with { IsReadable = false };
    }

    private PatternNode.Choice Choice(int depth)
    {
        var branches = new List<IReadOnlyList<PatternNode.Repeat>>();
        do
        {
            var branch = Sequence(depth);
            branches.Add(branch);
            if (branch is [.., { IsReadable: false }])
            {
                return new PatternNode.Choice(branches, IsReadable: false);
            }
        } while (Skip('|'));

        return new PatternNode.Choice(branches, IsReadable: true);
    }

    private List<PatternNode.Repeat> Sequence(int depth)
    {
        var parts = new List<PatternNode.Repeat>();
        while (!IsAtEnd && _pattern[_at] is not ('|' or ')'))
        {
            if (Skip('^') || Skip('$'))
            {
                continue;
            }

            var atom = Atom(depth);
            var part = new PatternNode.Repeat(atom, (1, 1));
            part = part.IsReadable ? part with { Count = Count() } : part;
            parts.Add(part);
            if (!part.IsReadable)
            {
                break;
            }
        }

        return parts;
    }

    private PatternNode Atom(int depth)
    {
        switch (_pattern[_at])
        {
            case '(':
                return Group(depth);
            case '[':
                return Class();
            case '.':
                _at++;
                return OneOf(PatternUnits.Word);
            case '\\':
                return Escape() is { } units ? OneOf(units) : Unreadable;
            case '*' or '+' or '?' or '{':
                return Unreadable;
            case var literal:
                _at++;
                return new PatternNode.Literal(literal.ToString());
        }
    }

    private PatternNode Group(int depth)
    {
        _at++;
        if ((Skip('?') && !Skip(':')) || depth >= DeepestGroup)
        {
            return Unreadable;
        }

        var choice = Choice(depth + 1);
        return choice.IsReadable && !Skip(')') ? choice with { IsReadable = false } : choice;
    }

    private PatternNode Class()
    {
        _at++;
        var isNegated = Skip('^');
        var units = new StringBuilder();
        while (!IsAtEnd && _pattern[_at] != ']')
        {
            if (ClassUnits() is not { } low)
            {
                return Unreadable;
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
                return Unreadable;
            }

            units.Append([.. Enumerable.Range(low[0], Math.Min(high[0] - low[0] + 1, 256)).Select(code => (char)code)]);
        }

        if (!Skip(']'))
        {
            return Unreadable;
        }

        var excluded = units.ToString();
        var allowed = isNegated
            ? new string([.. PatternUnits.Printable.Where(unit => !excluded.Contains(unit, StringComparison.Ordinal))])
            : excluded;
        return allowed.Length == 0 ? Unreadable : OneOf(allowed);
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

    private (int Least, int Most)? Count()
    {
        (int Least, int Most)? count = (1, 1);
        if (Skip('*'))
        {
            count = (0, 6);
        }
        else if (Skip('+'))
        {
            count = (1, 6);
        }
        else if (Skip('?'))
        {
            count = (0, 1);
        }
        else if (Skip('{'))
        {
            var end = _pattern.IndexOf('}', _at);
            count = end < 0 ? null : Bounds(_pattern[_at..end]);
            _at = end + 1;
        }

        Skip('?');
        return count;
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
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= LargestCount;

    private bool Skip(char unit)
    {
        if (IsAtEnd || _pattern[_at] != unit)
        {
            return false;
        }

        _at++;
        return true;
    }

    private static PatternNode.OneOf OneOf(string units) => new([.. units.Select(unit => unit.ToString())]);
}
