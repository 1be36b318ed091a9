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

            Written by `dotnet cake --target=Bench` (`--rounds=N`, `--only=NAME`) on {DateTime.UtcNow:yyyy-MM-dd};
            not edited by hand.

            Each scenario ran in {rounds} rounds. In a round each contestant runs once, in its own operating-system
            process, which is warmed up first (.NET without tiered compilation, so that compiled code is measured). A
            figure is the median of the rounds, with the least and the most as its spread. A ratio is formed within
            each round, so that the machine's other work affects both sides; it too is shown as median and spread.
            Aims are measured by the median.

            This system runs as a program embeds it: a node of Akka.Hosting with `WithMcpFuzzer`, driven by Ask and
            watched by an actor. Containment is `session`, subreaper and guardian are on, and warnings are logged.

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
