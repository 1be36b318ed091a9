using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// The pattern of <see cref="ReadyWhen.LineMatching" />. A match takes at most the length of a line times the number of
/// states, on a thread that serves all targets. Therefore the number of states is bounded, and no clock decides what
/// matches.
/// </summary>
internal static class LinePattern
{
    internal const int MostStates = 1_000;

    // The engine's own bound.
    private const int MostOfTheEngine = 10_000;

    /// <summary>Compiles the pattern for the engine without backtracking.</summary>
    /// <exception cref="ArgumentException">It is not a valid pattern.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking, or too many states.</exception>
    internal static Regex Compile(string pattern)
    {
        var compiled = WithoutBacktracking(pattern);
        // The engine counts the states of a repeated group for each repetition.
        _ = WithoutBacktracking($"(?:{pattern}\n){{{MostOfTheEngine / MostStates}}}");
        return compiled;
    }

    /// <summary>Returns null when the pattern cannot be matched in bounded time.</summary>
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
