using System.Buffers;

namespace McpFuzzer.Actors.Mcp.Framing;

/// <summary>
/// Cuts bytes into lines. The bytes may arrive in pieces of any size. The framer copies the beginning of an unfinished
/// line, so its input can be released at once, and holds at most <c>cap</c> bytes. It skips a longer line in constant
/// memory, and reports it once, at its end, with its size.
/// </summary>
/// <param name="cap">The longest line that passes, in bytes, with its CR.</param>
internal sealed class LineFramer(long cap = LineFramer.DefaultCap)
{
    /// <summary>64 MiB: a base64 image or a whole file in one reply is ordinary.</summary>
    public const long DefaultCap = 64L << 20;

    // A buffer that one giant line has grown is not kept for the small ones that follow.
    private const int KeptCapacity = 1 << 20;

    private ArrayBufferWriter<byte> _remainder = new();
    private bool _remainderHandedOut;
    private long _skipped;

    /// <summary>True while the bytes of a line beyond the cap are being skipped.</summary>
    public bool IsSkipping => _skipped > 0;

    /// <summary>The number of bytes held of an unfinished line.</summary>
    public int HeldBytes => _remainderHandedOut ? 0 : _remainder.WrittenCount;

    /// <summary>
    /// Takes the next frame off the front of <paramref name="input" />. When it returns false, it has consumed the
    /// whole input.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> input, out Frame frame)
    {
        Release();
        while (input.PositionOf((byte)'\n') is { } newline)
        {
            var piece = input.Slice(0, newline);
            input = input.Slice(input.GetPosition(1, newline));
            if (TryFinish(piece, out frame))
            {
                return true;
            }
        }

        Keep(input);
        input = input.Slice(input.End);
        frame = default;
        return false;
    }

    /// <summary>Takes what is left when the stream has ended; returns false when nothing is left.</summary>
    public bool TryComplete(out Frame frame)
    {
        Release();
        if (IsSkipping)
        {
            frame = EndSkipping(0);
            return true;
        }

        frame = new Frame(
            FrameKind.Half,
            new ReadOnlySequence<byte>(_remainder.WrittenMemory),
            _remainder.WrittenCount
        );
        _remainderHandedOut = true;
        return frame.Length > 0;
    }

    private bool TryFinish(ReadOnlySequence<byte> piece, out Frame frame)
    {
        if (IsSkipping || _remainder.WrittenCount + piece.Length > cap)
        {
            frame = EndSkipping(piece.Length);
            return true;
        }

        // The common case copies nothing: the input holds the whole line.
        var line = piece;
        if (_remainder.WrittenCount > 0)
        {
            Append(piece);
            line = new ReadOnlySequence<byte>(_remainder.WrittenMemory);
            _remainderHandedOut = true;
        }

        var length = line.Length;
        line = TrimCarriageReturn(line);
        frame = new Frame(FrameKind.Line, line, length);
        if (!line.IsEmpty)
        {
            return true;
        }

        Release();
        return false;
    }

    private Frame EndSkipping(long last)
    {
        var size = _skipped + _remainder.WrittenCount + last;
        _skipped = 0;
        _remainderHandedOut = true;
        Release();
        return new Frame(FrameKind.Oversized, ReadOnlySequence<byte>.Empty, size);
    }

    private void Keep(ReadOnlySequence<byte> begun)
    {
        if (IsSkipping)
        {
            _skipped += begun.Length;
        }
        else if (_remainder.WrittenCount + begun.Length > cap)
        {
            _skipped = _remainder.WrittenCount + begun.Length;
            _remainderHandedOut = true;
            Release();
        }
        else
        {
            Append(begun);
        }
    }

    private void Append(ReadOnlySequence<byte> piece)
    {
        foreach (var segment in piece)
        {
            _remainder.Write(segment.Span);
        }
    }

    private void Release()
    {
        if (!_remainderHandedOut)
        {
            return;
        }

        _remainderHandedOut = false;
        if (_remainder.Capacity > KeptCapacity)
        {
            _remainder = new ArrayBufferWriter<byte>();
        }
        else
        {
            _remainder.ResetWrittenCount();
        }
    }

    private static ReadOnlySequence<byte> TrimCarriageReturn(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
        {
            return line;
        }

        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == '\r' ? line.Slice(0, line.Length - 1) : line;
    }
}
