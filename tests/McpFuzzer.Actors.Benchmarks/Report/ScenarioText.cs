using System.Globalization;
using System.Text;
using McpFuzzer.Actors.Benchmarks.Native;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.Report;

/// <summary>One scenario's section of the report.</summary>
internal static class ScenarioText
{
    public static string Of(ScenarioResult result, NativeProgram native)
    {
        var scenario = result.Scenario;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {scenario.Title}\n\n{scenario.About}\n");
        foreach (var metric in scenario.Metrics)
        {
            text.Append('\n').Append(Header(metric));
            foreach (var contestant in scenario.Contestants)
            {
                text.Append(Row(result, metric, contestant, native));
            }
        }

        text.Append(Parts(result));
        if (scenario.Limits.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**The limits.**\n{scenario.Limits}\n");
        }

        foreach (var (who, why) in result.Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nFailed: {who}: {why}\n");
        }

        return text.ToString();
    }

    private static string Parts(ScenarioResult result)
    {
        var text = new StringBuilder();
        foreach (var part in result.Scenario.Parts)
        {
            if (result.Figure(Contestant.ThisSystem, part.Key) is { } figure)
            {
                text.Append(text.Length > 0 ? "" : "\n| of this system | median, µs | spread |\n|---|--:|--:|\n")
                    .Append(CultureInfo.InvariantCulture, $"| {part.Title} | {Median(figure)} | {Range(figure)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Header(Metric metric)
    {
        var unit = metric.Unit.Length > 0 ? $", {metric.Unit}" : "";
        return $"| {metric.Title} | median{unit} | spread | ratio | spread | aim |\n|---|--:|--:|--:|--:|---|\n";
    }

    private static string Row(ScenarioResult result, Metric metric, Contestant contestant, NativeProgram native)
    {
        if (contestant.IsNative && native.Path is null)
        {
            return $"| {contestant.Title} | left out: {native.Compiler} | | | | |\n";
        }

        if (contestant.Program is { } program && result.Figure(contestant.Title, metric.Key) is null)
        {
            return $"| {contestant.Title} | left out: no {Programs.PathOf("artifacts/bench", program)} | | | | |\n";
        }

        var figure = result.Figure(contestant.Title, metric.Key);
        var ratio =
            metric.HasRatio && contestant.RatioTo is { } to && to != contestant.Title
                ? result.Ratio(contestant.Title, to, metric.Key)
                : null;
        var aims = result.Scenario.Aims.Where(aim => aim.Metric == metric.Key && aim.Contestant == contestant.Title);
        var compared = string.Join("; ", aims.Select(aim => Compare(result, aim)));
        var figures = $"{Median(figure)} | {Range(figure)} | {Median(ratio)} | {Range(ratio)}";
        return $"| {contestant.Title} | {figures} | {compared} |\n";
    }

    private static string Compare(ScenarioResult result, Aim aim)
    {
        var noise = aim.WithinNoise ? ", within the noise" : "";
        var factor = aim.To is null ? "" : $" × {aim.To}";
        var bound = $"{(aim.AtLeast ? "≥" : "≤")} {Number(aim.Bound)}{factor}{noise}";
        if (result.Seen(aim) is not { } seen)
        {
            return $"{bound}: not measured";
        }

        var (most, least) = aim.WithinNoise ? (seen.Most, seen.Least) : (seen.Median, seen.Median);
        var met = aim.AtLeast ? most >= aim.Bound : least <= aim.Bound;
        return met ? $"{bound}: met" : $"{bound}: **missed** ({Number(seen.Median)})";
    }

    private static string Median(Spread? spread) => spread is null ? "" : Number(spread.Median);

    private static string Range(Spread? spread) =>
        spread is null ? "" : $"{Number(spread.Least)} – {Number(spread.Most)}";

    // Three significant digits.
    private static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };
}
