using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>What a campaign does beside calling tools, with a time that runs on between its snapshots.</summary>
/// <param name="Activity">The activity, from the last snapshot.</param>
/// <param name="SeenAt">When that snapshot came, from the start.</param>
internal sealed record TimedActivity(CampaignActivity Activity, TimeSpan SeenAt)
{
    /// <summary>Returns how long the campaign has been doing this.</summary>
    public TimeSpan Since(TimeSpan elapsed) => Activity.Since + (elapsed > SeenAt ? elapsed - SeenAt : TimeSpan.Zero);

    /// <summary>Returns what is done, to which tool and for how long.</summary>
    public string Text(TimeSpan elapsed)
    {
        var tool = Activity.Tool is null ? "" : $" of {NameList.Shown(Activity.Tool)}";
        return $"{Printable.Escape(Bounds.Name(Activity.What))}{tool} for {WholeSeconds.Show(Since(elapsed))}";
    }
}
