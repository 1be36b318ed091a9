using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>What a campaign does beside calling tools, counted on between its snapshots.</summary>
/// <param name="Activity">As the last snapshot told it.</param>
/// <param name="HeardAt">When that was, from the start.</param>
internal sealed record RunningActivity(CampaignActivity Activity, TimeSpan HeardAt)
{
    /// <summary>Returns what is done, to which tool and for how long.</summary>
    public string Line(TimeSpan elapsed)
    {
        var tool = Activity.Tool is null ? "" : $" of {NameList.Shown(Activity.Tool)}";
        var since = Activity.Since + (elapsed > HeardAt ? elapsed - HeardAt : TimeSpan.Zero);
        return $"{Printable.Escape(Bounds.Name(Activity.What))}{tool} for {(int)since.TotalSeconds} s";
    }
}
