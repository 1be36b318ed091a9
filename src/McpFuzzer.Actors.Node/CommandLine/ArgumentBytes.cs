using System.Text;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// Restores arguments that are not UTF-8. The system has bytes; .NET has text, with U+FFFD for each wrong byte.
/// </summary>
internal static class ArgumentBytes
{
    /// <summary>Returns the arguments as they were typed, as <see cref="ByteText" />.</summary>
    public static string[] Restore(string[] arguments) =>
        Array.Exists(arguments, word => word.Contains('\uFFFD'))
            ? Restore(arguments, OwnCommandLine.Read())
            : arguments;

    /// <summary>Returns a command that reports can name: they are text.</summary>
    /// <exception cref="UsageException">A word of it is not UTF-8.</exception>
    public static IReadOnlyList<string>? RequireText(IReadOnlyList<string>? command) =>
        command?.FirstOrDefault(ByteText.IsOdd) is { } odd
            ? throw new UsageException(
                $"--: {Printable.Escape(odd)}: must be UTF-8, since the reports name the command"
            )
            : command;

    /// <summary>
    /// Returns the arguments of a command line, which begins with the program and has NUL behind each word.
    /// </summary>
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
}
