using System.Globalization;
using System.Text;
using McpFuzzer.Actors.Benchmarks.Native;

namespace McpFuzzer.Actors.Benchmarks.Report;

/// <summary>The whole report.</summary>
internal static class ReportText
{
    public static string Of(IEnumerable<ScenarioResult> results, int rounds, NativeProgram native)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # Performance

            Written by `dotnet cake --target=Bench` (`--rounds=N`, `--only=NAME`) on {DateTime.UtcNow:yyyy-MM-dd}; not edited by hand.

            Each scenario ran in {rounds} rounds, in each of them one contestant after the other, each in an operating-system process of its own that is warmed up first (.NET without tiered compilation, so that what is measured is compiled). A figure is the median of the rounds with its
            spread, the least to the most. A ratio is formed within each round, so that what else the machine was doing falls on both sides; it too is shown as median and spread. Aims are judged by the median.

            This system runs as a program embeds it: a node of Akka.Hosting with `WithMcpFuzzer`, driven by Ask and watched by an actor, containment `session` asked for, subreaper and guardian on, warnings logged.

            {Machine.Describe(native)}

            """
        );
        foreach (var result in results)
        {
            text.Append('\n').Append(ScenarioText.Of(result, native));
        }

        return text.ToString();
    }
}
