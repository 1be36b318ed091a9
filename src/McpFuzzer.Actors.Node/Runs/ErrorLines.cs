using System.Text;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Lines of our own on stderr, past the console of .NET, which would send a terminal its settings, on stdout, when it is first used. What can't be written has nobody to be
/// told to.
/// </summary>
internal static class ErrorLines
{
    public static void Write(string line) =>
        _ = StandardStreams.Write(StandardStream.Error, Encoding.UTF8.GetBytes($"{line}\n"));
}
