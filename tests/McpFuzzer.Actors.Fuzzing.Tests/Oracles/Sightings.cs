using System.Text;
using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

/// <summary>Candidates and sightings of many kinds.</summary>
internal static class Sightings
{
    private static readonly Gen<Reproduction?> Reproductions = Gen.OneOf<Reproduction?>(
        null,
        new Reproduction(0, 2),
        new Reproduction(1, 2),
        new Reproduction(2, 2)
    );

    public static Gen<(Candidate Candidate, Sighting Sighting)[]> Any { get; } =
        Gen.Select(
                Gen.OneOf(
                    Gen.Select(Gen.OneOf("a", "b"), Gen.OneOf("minimum", "type (null)", "additionalProperties"))
                        .Select((tool, kind) => Accepted(tool, $"/x: {kind}", kind)),
                    Gen.Select(Gen.OneOf<string?>("a", "b", null), Gen.OneOf("hello", "good bye"))
                        .Select((tool, line) => Noise(line) with { Tool = tool }),
                    Gen.OneOf<string?>("a", "b", null).Select(tool => Crash(tool)),
                    Gen.OneOf("a", "b").Select(tool => Candidates.ReplySlow(tool, TimeSpan.FromSeconds(3), default))
                ),
                Reproductions,
                Gen.Int[0, 3],
                Gen.Frequency((6, false), (1, true)),
                Gen.Bool
            )
            .Select(
                (candidate, reproduced, value, isServers, isAlone) =>
                    (
                        candidate,
                        new Sighting
                        {
                            ShownBy = isAlone ? Case(candidate.Tool ?? "a", value, $$"""{"x":{{value}}}""") : null,
                            Sequence = isAlone ? [] : [Case("a", value, "{}"), Case("b", value, $"[{value}]")],
                            Reproduced = reproduced,
                            Count = value + 1,
                            IsServers = isServers,
                        }
                    )
            )
            .Array[0, 12];

    public static Candidate Crash(string? tool, string? stderrTail = null) =>
        Candidates.Crash(tool, new ProcessExit.Code(1), stderrTail);

    /// <summary>Something of the stream, which is the server's when several tools show it.</summary>
    public static Candidate WrongId(string? tool) =>
        new(Categories.WrongId, tool, "answers with a wrong id", "It answered with an id of no request.", "unknown id");

    public static Candidate Noise(string line) =>
        Candidates.Stream(
            new StreamAnomaly(StreamAnomalyKind.Noise, $"not JSON: {line}") { Why = "not JSON", Excerpt = line },
            []
        );

    public static Candidate Accepted(string tool, string violation, string kind) =>
        new(Categories.AcceptedInvalid, tool, $"accepts {violation}", "a result", kind)
        {
            Variant = violation,
            Severity = AcceptedInvalid.IsAboutExtraMembers(kind) ? Severity.Info : Severity.Low,
        };

    public static FuzzCase Case(string tool, int index, string arguments, string phase = Phases.Random) =>
        new($"{tool}/{phase}/{index:D4}", tool, phase, Encoding.UTF8.GetBytes(arguments), null);

    public static FindingBook Recorded(IEnumerable<(Candidate Candidate, Sighting Sighting)> seen) =>
        seen.Aggregate(FindingBook.Create(null), (book, one) => book.Record(one.Candidate, one.Sighting));

    public static string Show(Finding finding) =>
        $"{finding.Id} {finding.Category} {finding.Severity} {finding.Tool} {finding.Count} {finding.Title} "
        + $"{finding.Detail} [{string.Join('|', finding.Variants)}] {finding.Reproduced} {finding.Input} "
        + $"{string.Join('|', finding.Sequence)}";
}
