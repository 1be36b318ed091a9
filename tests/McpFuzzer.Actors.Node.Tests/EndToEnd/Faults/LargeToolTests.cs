using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Tools with many properties, and many tools.</summary>
public sealed class LargeToolTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_send_each_property_missing_null_mistyped_and_out_of_bounds_before_a_second_value()
    {
        var fuzzed = await _bench.FuzzAsync(
            "--runs=40 --phase=boundary",
            "--tools",
            "0",
            "--with",
            "wide:properties=10,bounds"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        var calls = Arguments(fuzzed);
        foreach (var (name, kind) in Properties(10))
        {
            Assert.Contains(calls, call => !call.TryGetProperty(name, out _));
            Assert.Contains(calls, call => KindOf(call, name) == JsonValueKind.Null);
            Assert.Contains(
                calls,
                call =>
                    KindOf(call, name) is { } sent
                    && sent is not JsonValueKind.Null
                    && sent != kind
                    && !(kind is JsonValueKind.True && sent is JsonValueKind.False)
            );
            Assert.True(kind is not JsonValueKind.Number || calls.Exists(call => IsBeyond(call, name)), name);
        }
    }

    [Fact]
    public async Task Should_report_what_did_not_fit_when_the_runs_are_few()
    {
        var fuzzed = await _bench.FuzzAsync(
            "--runs=10 --phase=boundary",
            "--tools",
            "0",
            "--with",
            "wide:properties=10"
        );

        fuzzed.AssertCompleted();
        Assert.Equal(["wide0"], fuzzed.NotedAs("not-covered"));
    }

    [Fact]
    public async Task Should_send_the_same_cases_at_any_concurrency()
    {
        string[] server = ["--tools", "2", "--with", "wide:count=2", "--with", "patterns:count=1,each=3"];
        var one = await _bench.FuzzAsync("--runs=10 --keep-cases --concurrency=1", server);
        var eight = await _bench.FuzzAsync("--runs=10 --keep-cases --concurrency=8 --servers=2", server);

        one.AssertCompleted();
        eight.AssertCompleted();
        Assert.Equal(Kept(one), Kept(eight));
    }

    private static List<string> Calls(Fuzzed fuzzed) =>
        [
            .. fuzzed
                .Received.Where(line => line.StartsWith("call ", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    // Only cases of the campaign: which ones isolation sends again depends on which shows a fault first.
    private static List<string> Kept(Fuzzed fuzzed) =>
        [
            .. File.ReadLines(Path.Combine(fuzzed.Planned.Output, "cases.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line =>
                    $"{line.GetProperty("caseId")} {line.GetProperty("tool")} {line.GetProperty("arguments")}"
                )
                .Order(StringComparer.Ordinal),
        ];

    private static List<JsonElement> Arguments(Fuzzed fuzzed) =>
        [
            .. Calls(fuzzed)
                .Select(line => JsonDocument.Parse(line.Split(' ', 3)[2]).RootElement)
                .Where(arguments => arguments.ValueKind == JsonValueKind.Object),
        ];

    private static IEnumerable<(string Name, JsonValueKind Kind)> Properties(int count)
    {
        JsonValueKind[] kinds = [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True, JsonValueKind.Array];
        return Enumerable.Range(0, count).Select(i => ($"p{i}", kinds[i % kinds.Length]));
    }

    private static bool IsBeyond(JsonElement arguments, string name) =>
        KindOf(arguments, name) is JsonValueKind.Number && arguments.GetProperty(name).GetDouble() is < 0 or > 9;

    private static JsonValueKind? KindOf(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) ? value.ValueKind : null;
}
