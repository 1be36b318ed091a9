using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Os.Stdio;

/// <summary>
/// Finds the first matching line of one output, however reads split the lines. Holds at most the first 64 KiB of one
/// line (docs/hazards.md, 10: a target that never writes a newline). Used by one thread at a time.
/// </summary>
internal sealed class LineMatcher(Regex pattern)
{
    internal const int LongestLine = 64 * 1024;
    private const int FirstSize = 256;

    private byte[] _held = [];
    private int _length;
    private bool _skipping;

    /// <summary>Whether a line that ends in these bytes matches, or the beginning of a line that is too long.</summary>
    internal bool Match(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            if (EndLine(bytes[..end]))
            {
                return true;
            }

            bytes = bytes[(end + 1)..];
        }

        return Hold(bytes);
    }

    private bool EndLine(ReadOnlySpan<byte> rest)
    {
        var matches = (_length, _skipping) switch
        {
            (0, false) => IsMatch(rest),
            _ => Hold(rest) || (!_skipping && IsMatch(_held.AsSpan(0, _length))),
        };
        _length = 0;
        _skipping = false;
        return matches;
    }

    private bool Hold(ReadOnlySpan<byte> bytes)
    {
        if (_skipping)
        {
            return false;
        }

        var taken = bytes[..Math.Min(bytes.Length, LongestLine - _length)];
        GrowFor(_length + taken.Length);
        taken.CopyTo(_held.AsSpan(_length));
        _length += taken.Length;
        _skipping = taken.Length < bytes.Length;
        return _skipping && IsMatch(_held.AsSpan(0, _length));
    }

    private void GrowFor(int wanted)
    {
        if (wanted > _held.Length)
        {
            Array.Resize(ref _held, Math.Min(LongestLine, Math.Max(FirstSize, Math.Max(wanted, 2 * _held.Length))));
        }
    }

    private bool IsMatch(ReadOnlySpan<byte> line)
    {
        line = line[..Math.Min(line.Length, LongestLine)];
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        var text = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(line.Length));
        try
        {
            return pattern.IsMatch(text.AsSpan(0, Encoding.UTF8.GetChars(line, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
