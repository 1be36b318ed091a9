using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>Durations on a screen that changes by the second, such as <c>8s</c> and <c>1m2s</c>.</summary>
internal static class WholeSeconds
{
    public static string Show(TimeSpan time) => Durations.Show(TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds)));
}
