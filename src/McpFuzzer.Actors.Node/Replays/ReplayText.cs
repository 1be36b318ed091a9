using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Replays;

namespace McpFuzzer.Actors.Node.Replays;

/// <summary>The outcome of a replay, for people.</summary>
internal static class ReplayText
{
    public static IEnumerable<string> Lines(Finding finding, ReplayResult result)
    {
        var name = Printable.Escape($"{finding.Id} {finding.Category} {finding.Tool ?? "-"}");
        switch (result)
        {
            case ReplayResult.Shows(var seen):
                yield return $"shows            {name}: {Printable.Escape(seen.Title)}";
                break;
            case ReplayResult.NoLonger(var instead):
                yield return $"no longer shows  {name}";
                foreach (var other in instead)
                {
                    yield return $"                 instead: {Printable.Escape($"{other.Category}: {other.Title}")}";
                }

                break;
        }
    }
}
