using System.Globalization;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>The parts of a <see cref="ProgressView" /> in words.</summary>
internal static class ProgressText
{
    /// <summary>Returns everything in one line, for a pipe or a log.</summary>
    public static string Line(ProgressView view) =>
        view.Planned == 0
            ? view.Stage
            : $"{view.Stage}: {Join([.. Cases(view), .. Pace(view), Findings(view), Restarts(view)])}";

    /// <summary>Returns the stage and its figures, for the live display.</summary>
    public static string Figures(ProgressView view)
    {
        var stage = $"{view.Stage} for {WholeSeconds.Show(view.InStage)}";
        string[] restarts = view.Restarts == 0 ? [] : [Restarts(view)];
        return Join([stage, .. Pace(view), .. restarts]);
    }

    /// <summary>Returns how many cases were sent, and how many never will be, for the live display.</summary>
    public static string CasesBesideBar(ProgressView view) =>
        view.Planned == 0 ? "" : Join([$"{view.Sent}/{view.Planned} cases", .. NotSent(view)]);

    private static IEnumerable<string> Cases(ProgressView view) =>
        [$"{view.Sent} of at most {view.Planned} cases", .. NotSent(view)];

    private static IEnumerable<string> NotSent(ProgressView view) =>
        view.NotSent == 0 ? [] : [$"{view.NotSent} not sent"];

    private static IEnumerable<string> Pace(ProgressView view)
    {
        if (view.Rate is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{(rate < 10 ? rate : (int)rate):0.#}/s");
        }

        if (view.Left is { } left)
        {
            yield return left.ToString();
        }
    }

    private static string Findings(ProgressView view) =>
        view.Findings.Count == 0 ? "no findings" : $"findings: {Join(view.Findings)}";

    private static string Restarts(ProgressView view) => view.Restarts == 1 ? "1 restart" : $"{view.Restarts} restarts";

    private static string Join(IEnumerable<object> parts) => string.Join(", ", parts);
}
