using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>The result of a campaign.</summary>
/// <param name="Planned">The campaign.</param>
/// <param name="ExitCode">The program's options.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="ErrorLines">Its stderr.</param>
/// <param name="Findings">The findings of <c>findings.json</c>, in order; empty without the file.</param>
/// <param name="Summary"><c>summary.json</c>; null without one.</param>
/// <param name="Servers">What each server received (<c>ServerRecord</c>).</param>
internal sealed record Fuzzed(
    PlannedCampaign Planned,
    int ExitCode,
    string Output,
    IReadOnlyList<string> ErrorLines,
    IReadOnlyList<Found> Findings,
    JsonElement? Summary,
    IReadOnlyList<IReadOnlyList<string>> Servers
)
{
    /// <summary>
    /// Each finding as <c>severity category tool</c>, with a dash for the server, in order of the text.
    /// </summary>
    public IReadOnlyList<string> Summaries =>
        [.. Findings.Select(finding => finding.ToString()).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Ids => [.. Findings.Select(finding => finding.Id).Order(StringComparer.Ordinal)];

    /// <summary>Both streams, for a text that may be on either one.</summary>
    public string Said => string.Join('\n', ErrorLines.Append(Output));

    public int Cases => Number("cases");

    public int Restarts => Number("restarts");

    public IReadOnlyList<string> NoteReasons => [.. NotesJson().Select(note => $"{note.GetProperty("reason")}")];

    /// <summary>The lines of all servers.</summary>
    public IEnumerable<string> Received => Servers.SelectMany(server => server);

    /// <summary>The names of the tools that were called.</summary>
    public IReadOnlyList<string> Called =>
        [
            .. Received
                .Where(line => line.StartsWith("call ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[1])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    public static Fuzzed Read(RunResult result, PlannedCampaign planned) =>
        new(
            planned,
            result.ExitCode,
            result.Output,
            result.ErrorLines,
            [.. Document(planned, "findings.json")?.GetProperty("findings").EnumerateArray().Select(Found.Read) ?? []],
            Document(planned, "summary.json"),
            Directory.Exists(planned.Record)
                ?
                [
                    .. Directory
                        .GetFiles(planned.Record)
                        .Select(IReadOnlyList<string> (file) => File.ReadAllLines(file)),
                ]
                : []
        );

    /// <summary>The only finding.</summary>
    public Found TheFinding()
    {
        Assert.True(Findings.Count == 1, $"one finding expected, found: {string.Join(", ", Summaries)}");
        return Findings[0];
    }

    /// <summary>Fails unless these are the findings, each as <c>severity category tool</c>.</summary>
    public void AssertFindings(params string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Summaries);

    /// <summary>Fails unless the campaign sent all cases, found this and left nothing.</summary>
    public void AssertCompleted()
    {
        Assert.NotNull(Summary);
        Assert.Equal("completed", Summary.Value.GetProperty("endedBy").GetString());
        Assert.Equal(0, Number("leftovers"));
        Assert.True(Cases > 0);
    }

    /// <summary>The tools that a note with this shortfall names.</summary>
    public IReadOnlyList<string> NotedAs(string shortfall) =>
        [
            .. NotesJson()
                .Where(note => note.GetProperty("shortfall").GetString() == shortfall)
                .Select(note => note.GetProperty("tool").GetString()!),
        ];

    public int Number(string member) => Summary!.Value.GetProperty(member).GetInt32();

    public string? Text(string member) => Summary!.Value.GetProperty(member).GetString();

    private List<JsonElement> NotesJson() => [.. Summary!.Value.GetProperty("toolNotes").EnumerateArray()];

    private static JsonElement? Document(PlannedCampaign planned, string name)
    {
        var path = Path.Combine(planned.Output, name);
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)).RootElement : null;
    }
}
