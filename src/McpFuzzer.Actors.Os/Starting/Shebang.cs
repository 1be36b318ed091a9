using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>The <c>#!</c> line of a script, read as the kernel reads it (execve(2); docs/hazards.md, 16).</summary>
internal static class Shebang
{
    // BINPRM_BUF_SIZE: the kernel reads no further.
    private const int Longest = 256;

    /// <summary>The interpreter that the file names; null when it names none or is unreadable.</summary>
    internal static string? ReadInterpreter(string path)
    {
        using var reachable = new ReachablePath(path);
        try
        {
            Span<byte> head = stackalloc byte[Longest];
            using var file = File.OpenRead(reachable.Value);
            return Parse(head[..file.ReadAtLeast(head, Longest, throwOnEndOfStream: false)]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A program may be runnable but unreadable. Its first line is unknown then.
            return null;
        }
    }

    internal static string? Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("#!"u8))
        {
            return null;
        }

        var line = head[2..];
        var end = line.IndexOfAny((byte)'\n', (byte)0);
        line = (end < 0 ? line : line[..end]).Trim(" \t"u8);
        var blank = line.IndexOfAny((byte)' ', (byte)'\t');
        line = blank < 0 ? line : line[..blank];
        return line.IsEmpty ? null : ByteText.Decode(line);
    }
}
