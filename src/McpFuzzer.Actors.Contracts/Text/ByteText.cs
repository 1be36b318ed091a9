using System.Buffers;
using System.Text;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>
/// Converts bytes to text and back without loss: a byte that is not UTF-8 becomes a lone surrogate from U+DC80 to
/// U+DCFF, as in PEP 383. This carries names, arguments and variables of POSIX systems, which are bytes.
/// </summary>
internal static class ByteText
{
    private const char First = '\uDC80';
    private const char Last = '\uDCFF';
    private const int Base = 0xDC00;

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                foreach (var odd in bytes[..consumed])
                {
                    text.Append((char)(Base + odd));
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    internal static int CountBytes(string text)
    {
        var escapes = 0;
        for (var index = 0; index < text.Length; index++)
        {
            escapes += IsEscape(text, index) ? 1 : 0;
        }

        // The encoder would write three bytes for each.
        return Encoding.UTF8.GetByteCount(text) - (2 * escapes);
    }

    /// <summary>Writes the bytes, and returns their number.</summary>
    internal static int Encode(string text, Span<byte> bytes)
    {
        var (written, start) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            if (IsEscape(text, index))
            {
                written += Encoding.UTF8.GetBytes(text.AsSpan(start, index - start), bytes[written..]);
                bytes[written++] = (byte)(text[index] - Base);
                start = index + 1;
            }
        }

        return written + Encoding.UTF8.GetBytes(text.AsSpan(start), bytes[written..]);
    }

    /// <summary>Returns the bytes and a NUL, for a system call.</summary>
    internal static byte[] ToPath(string text)
    {
        var bytes = new byte[CountBytes(text) + 1];
        _ = Encode(text, bytes);
        return bytes;
    }

    /// <summary>Returns whether every character has bytes.</summary>
    internal static bool HasBytes(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !IsEscape(text, index))
            {
                if (!char.IsSurrogatePair(text, index))
                {
                    return false;
                }

                index++;
            }
        }

        return true;
    }

    /// <summary>Returns whether it contains bytes that are not UTF-8.</summary>
    internal static bool IsOdd(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsEscape(text, index))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns plain text unchanged, and otherwise escapes it as <see cref="Printable.Escape" /> does.
    /// </summary>
    internal static string Show(string text) => IsOdd(text) ? Printable.Escape(text) : text;

    // The second half of a pair looks the same.
    internal static bool IsEscape(string text, int index) =>
        text[index] is >= First and <= Last && (index == 0 || !char.IsHighSurrogate(text[index - 1]));
}
