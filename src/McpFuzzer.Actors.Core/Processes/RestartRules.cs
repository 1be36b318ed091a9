using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a restart policy may say; a fault each.</summary>
internal static class RestartRules
{
    private const int MostRestarts = 1_000_000;
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);

    public static IEnumerable<string> Validate(RestartPolicy policy)
    {
        if (!Enum.IsDefined(policy.Mode))
        {
            yield return $"Restart.Mode = {policy.Mode}: must be Never, OnFailure or Always";
        }

        if (policy.MaxBackoff <= TimeSpan.Zero || policy.MaxBackoff > LongestBackoff)
        {
            yield return $"Restart.MaxBackoff = {policy.MaxBackoff}: must be more than zero and at most {LongestBackoff}";
        }
        else if (policy.MinBackoff <= TimeSpan.Zero || policy.MinBackoff > policy.MaxBackoff)
        {
            yield return $"Restart.MinBackoff = {policy.MinBackoff}: must be more than zero and at most MaxBackoff, {policy.MaxBackoff}";
        }

        // Not a number is no number from 0 to 1 either.
        if (policy.RandomFactor is not (>= 0 and <= 1))
        {
            yield return $"Restart.RandomFactor = {policy.RandomFactor.ToString(CultureInfo.InvariantCulture)}: must be 0 to 1";
        }

        if (policy.MaxRestarts is < 1 or > MostRestarts)
        {
            yield return $"Restart.MaxRestarts = {policy.MaxRestarts}: must be 1 to {MostRestarts}";
        }

        foreach (var fault in Span("Within", policy.Within).Concat(Span("StableAfter", policy.StableAfter)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Span(string what, TimeSpan time)
    {
        if (time <= TimeSpan.Zero || time > ProcessSpecRules.LongestTime)
        {
            yield return $"Restart.{what} = {time}: must be more than zero and at most {ProcessSpecRules.LongestTime.TotalDays} days";
        }
    }
}
