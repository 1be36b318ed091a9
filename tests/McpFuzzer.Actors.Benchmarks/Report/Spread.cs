namespace McpFuzzer.Actors.Benchmarks.Report;

/// <summary>One figure over several rounds.</summary>
/// <param name="Median">The median.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
internal sealed record Spread(double Median, double Least, double Most)
{
    /// <summary>Returns the spread; null without figures.</summary>
    public static Spread? Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        if (sorted.Length == 0)
        {
            return null;
        }

        var upper = sorted[sorted.Length / 2];
        var median = sorted.Length % 2 == 1 ? upper : (sorted[(sorted.Length / 2) - 1] + upper) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
