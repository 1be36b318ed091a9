using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// The pattern of <see cref="ReadyWhen.LineMatching" />. A match takes at most the length of a line times the number of
/// states, on a thread that serves all targets: so the states are bounded, and no clock decides what matches.
/// </summary>
internal static class LinePattern
{
    internal const int MostStates = 1_000;

    // What the engine itself bounds.
    private const int MostOfTheEngine = 10_000;

    /// <summary>Compiles it for the engine without backtracking.</summary>
    /// <exception cref="ArgumentException">It is not a pattern.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking, or too many states.</exception>
    internal static Regex Compile(string pattern)
    {
        var compiled = WithoutBacktracking(pattern);
        // The engine counts the states of a repeated group anew for each time.
        _ = WithoutBacktracking($"(?:{pattern}\n){{{MostOfTheEngine / MostStates}}}");
        return compiled;
    }

    /// <summary>Null when the text is not a pattern that can be matched in bounded time.</summary>
    internal static Regex? TryCompile(string pattern)
    {
        try
        {
            return Compile(pattern);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Regex WithoutBacktracking(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
}
