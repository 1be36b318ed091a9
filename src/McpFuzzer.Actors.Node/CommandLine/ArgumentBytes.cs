using System.Text;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// Arguments are bytes to the system and text to .NET, which puts U+FFFD where they are not UTF-8. Here they come back as
/// <see cref="ByteText" />.
/// </summary>
internal static class ArgumentBytes
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>The arguments as they were typed.</summary>
    public static string[] Restore(string[] arguments) =>
        Array.Exists(arguments, word => word.Contains('\uFFFD')) ? Restore(arguments, ReadCommandLine()) : arguments;

    /// <summary>A command that is written to reports, which are text.</summary>
    /// <exception cref="UsageException">A word of it is not UTF-8.</exception>
    public static IReadOnlyList<string>? RequireText(IReadOnlyList<string>? command) =>
        command?.FirstOrDefault(ByteText.IsOdd) is { } odd
            ? throw new UsageException(
                $"--: {Printable.Escape(odd)}: must be UTF-8, since the reports name the command"
            )
            : command;

    /// <summary>The same of a command line (NUL behind each word), which begins with the program.</summary>
    internal static string[] Restore(string[] arguments, ReadOnlySpan<byte> commandLine)
    {
        var words = new List<string>();
        var altered = new List<string>();
        var line = commandLine is [.. var ended, 0] ? ended : commandLine;
        foreach (var range in line.Split((byte)0))
        {
            words.Add(ByteText.Decode(line[range]));
            altered.Add(Encoding.UTF8.GetString(line[range]));
        }

        var first = words.Count - arguments.Length;
        return first >= 0 && altered.Skip(first).SequenceEqual(arguments, StringComparer.Ordinal)
            ? [.. words.Skip(first)]
            : arguments;
    }

    private static byte[] ReadCommandLine()
    {
        try
        {
            return File.ReadAllBytes(CommandLine);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not Linux: what was typed can't be known.
            return [];
        }
    }
}
