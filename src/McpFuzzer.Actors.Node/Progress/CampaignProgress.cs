using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>How far a campaign is, as its events tell.</summary>
internal sealed record CampaignProgress
{
    public static CampaignProgress None { get; } = new();

    public string Stage { get; private init; } = "starting";

    public int Planned { get; private init; }

    public int Completed { get; private init; }

    public int Restarts { get; private init; }

    public int High { get; private init; }

    public int Medium { get; private init; }

    public int Low { get; private init; }

    /// <summary>The tool that was called last.</summary>
    public string? Tool { get; private init; }

    public CampaignProgress After(ICampaignEvent campaignEvent) =>
        campaignEvent switch
        {
            CampaignSnapshot snapshot => this with
            {
                Stage = snapshot.Stage,
                Planned = snapshot.Planned,
                Completed = snapshot.Completed,
                Restarts = snapshot.Restarts,
                Tool = snapshot.Tool ?? Tool,
            },
            CaseCompleted completed => this with { Completed = Completed + 1, Tool = completed.Tool },
            FindingRecorded { Finding.Severity: Severity.High } => this with { High = High + 1 },
            FindingRecorded { Finding.Severity: Severity.Medium } => this with { Medium = Medium + 1 },
            FindingRecorded { Finding.Severity: Severity.Low } => this with { Low = Low + 1 },
            _ => this,
        };

    /// <summary>Cases per second; 0 until there is time to speak of.</summary>
    public int Rate(TimeSpan elapsed) => elapsed.TotalSeconds < 0.5 ? 0 : (int)(Completed / elapsed.TotalSeconds);

    /// <summary>The findings in words.</summary>
    public string Findings
    {
        get
        {
            var parts = new[] { (High, "high"), (Medium, "medium"), (Low, "low") }
                .Where(part => part.Item1 > 0)
                .Select(part => $"{part.Item1} {part.Item2}");
            var text = string.Join(", ", parts);
            return text.Length == 0 ? "no findings" : $"findings: {text}";
        }
    }

    /// <summary>All of it in one line.</summary>
    public string Line(TimeSpan elapsed) =>
        $"{Stage}: {Completed} of {Planned} cases, {Rate(elapsed)}/s, {Findings}, {Restarts} {(Restarts == 1 ? "restart" : "restarts")}";
}
