using System.Text;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Writes lines to stderr without the console of .NET, which sends a terminal its settings, on stdout, when it is first
/// used. A line that can't be written is dropped: it cannot be reported elsewhere.
/// </summary>
internal static class ErrorLines
{
    public static void Write(string line) =>
        _ = StandardStreams.Write(StandardStream.Error, Encoding.UTF8.GetBytes($"{line}\n"));
}
