using System.Globalization;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>The parts of a <see cref="ProgressView" /> in words.</summary>
internal static class ProgressText
{
    /// <summary>Returns everything in one line, for a pipe or a log.</summary>
    public static string Line(ProgressView view)
    {
        var cases = $"{view.Completed} of at most {view.Planned} cases";
        return view.Planned == 0
            ? view.Stage
            : $"{view.Stage}: {Join([cases, .. Pace(view), Findings(view), Restarts(view)])}";
    }

    /// <summary>Returns the stage and its figures, for the live display.</summary>
    public static string Figures(ProgressView view)
    {
        var stage = $"{view.Stage} for {WholeSeconds.Show(view.Elapsed)}";
        string[] restarts = view.Restarts == 0 ? [] : [Restarts(view)];
        return Join([stage, .. Pace(view), .. restarts]);
    }

    private static IEnumerable<string> Pace(ProgressView view)
    {
        if (view.Rate is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{(rate < 10 ? rate : (int)rate):0.#}/s");
        }

        if (view.Left is { } left)
        {
            yield return $"about {WholeSeconds.Show(left)} left";
        }
    }

    private static string Findings(ProgressView view) =>
        view.Findings.Count == 0 ? "no findings" : $"findings: {Join(view.Findings)}";

    private static string Restarts(ProgressView view) => view.Restarts == 1 ? "1 restart" : $"{view.Restarts} restarts";

    private static string Join(IEnumerable<object> parts) => string.Join(", ", parts);
}
