using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a spec may ask for as the sign of readiness; a fault each. The pattern itself is not shown.</summary>
internal static class ReadinessRules
{
    public static IEnumerable<string> Validate(ProcessSpec spec)
    {
        if (spec.ReadyWhen is not null && !PassesThrough(spec.Stdout) && !PassesThrough(spec.Stderr))
        {
            yield return $"ReadyWhen: Stdout = {spec.Stdout}, Stderr = {spec.Stderr}: one must be CapturedTail or Piped, or no sign is ever seen";
        }

        if (spec.ReadyWhen is ReadyWhen.LineMatching line && FaultOf(line.Pattern) is { } fault)
        {
            yield return $"ReadyWhen.Pattern: must be a .NET regular expression without backtracking constructs; {fault}";
        }

        if (spec.ReadyTimeout <= TimeSpan.Zero || spec.ReadyTimeout > ProcessSpecRules.LongestTime)
        {
            yield return $"ReadyTimeout = {spec.ReadyTimeout}: must be more than zero and at most {ProcessSpecRules.LongestTime.TotalDays} days";
        }
    }

    private static bool PassesThrough(StdioMode output) => output is StdioMode.CapturedTail or StdioMode.Piped;

    private static string? FaultOf(string? pattern)
    {
        if (pattern is null)
        {
            return "it is null";
        }

        try
        {
            _ = LinePattern.Compile(pattern);
            return null;
        }
        catch (RegexParseException wrong)
        {
            return $"{wrong.Error} at offset {wrong.Offset}";
        }
        catch (NotSupportedException)
        {
            return $"it has look-around, back-references, atomic groups or conditions, or would need more than {LinePattern.MostStates} states";
        }
    }
}
