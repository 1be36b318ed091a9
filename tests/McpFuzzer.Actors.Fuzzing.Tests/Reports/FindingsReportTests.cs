using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class FindingsReportTests
{
    [Fact]
    public void Should_be_written_exactly_as_expected_when_it_holds_every_kind_of_finding()
    {
        const string Expected = """
            {
              "schemaVersion": 1,
              "target": {
                "command": [
                  "node",
                  "server.js",
                  "--token",
                  "***",
                  "it's"
                ],
                "masked": true,
                "variables": [
                  "LANG",
                  "SECRET_KEY"
                ],
                "cleanEnvironment": false,
                "workingDirectory": null
              },
              "findings": [
                {
                  "id": "0123456789ab",
                  "category": "crash",
                  "severity": "high",
                  "rule": {
                    "id": "lifecycle",
                    "url": "https://example.org/lifecycle"
                  },
                  "tool": "divide",
                  "phase": "boundary",
                  "title": "the server exits: SIGSEGV",
                  "detail": "The server ended with SIGSEGV while this call was in flight.",
                  "count": 3,
                  "variants": [
                    "/a: type"
                  ],
                  "input": {"a":"\ud800","b":-0},
                  "sequence": [],
                  "exit": {
                    "signal": "SIGSEGV",
                    "coreDumped": true
                  },
                  "stderrTail": "boom \"quoted\"\n",
                  "reproduced": {
                    "shown": 2,
                    "of": 2
                  },
                  "replay": "mcpfuzzer replay ./out/findings.json --finding 0123456789ab -- node server.js --token '***' 'it'\\''s'"
                },
                {
                  "id": "ba9876543210",
                  "category": "crash",
                  "severity": "high",
                  "rule": null,
                  "tool": null,
                  "phase": null,
                  "title": "the server exits: exit code 0",
                  "detail": "None alone.",
                  "count": 1,
                  "variants": [],
                  "input": null,
                  "sequence": [
                    {
                      "tool": "a",
                      "arguments": {}
                    },
                    {
                      "tool": "b",
                      "arguments": {"x":[1]}
                    }
                  ],
                  "exit": {
                    "code": 0
                  },
                  "stderrTail": null,
                  "reproduced": null,
                  "replay": "mcpfuzzer replay ./out/findings.json --finding ba9876543210 -- node server.js --token '***' 'it'\\''s'"
                }
              ]
            }

            """;
        var replay = new ReplayCommand(["mcpfuzzer"], "./out/findings.json", Samples.Target);

        var json = new FindingsReport(Samples.Target, [Samples.Crash, Samples.Together], replay).ToJson();

        Assert.Equal(Expected, Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Should_be_bounded_when_a_server_chooses_long_names()
    {
        var huge = new string('x', 1_000_000);
        var finding = Samples.Crash with
        {
            Title = huge,
            Detail = huge,
            Variants = [.. Enumerable.Range(0, 60).Select(number => $"{number}{huge}")],
        };
        var replay = new ReplayCommand(["mcpfuzzer"], "f.json", Samples.OpenTarget);

        using var parsed = JsonDocument.Parse(new FindingsReport(Samples.OpenTarget, [finding], replay).ToJson());

        var written = parsed.RootElement.GetProperty("findings")[0];
        Assert.Equal(200, written.GetProperty("title").GetString()!.Length);
        Assert.Equal(4_000, written.GetProperty("detail").GetString()!.Length);
        var variants = written
            .GetProperty("variants")
            .EnumerateArray()
            .Select(variant => variant.GetString()!)
            .ToList();
        Assert.Equal(50, variants.Count);
        Assert.Equal("… and 11 more", variants[^1]);
        Assert.All(variants, variant => Assert.InRange(variant.Length, 1, 200));
    }

    [Fact]
    public void Should_be_json_without_secrets_when_the_target_has_some()
    {
        var replay = new ReplayCommand(["mcpfuzzer"], "f.json", Samples.Target);

        var json = new FindingsReport(Samples.Target, Samples.All, replay).ToJson();

        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(3, parsed.RootElement.GetProperty("findings").GetArrayLength());
        Assert.DoesNotContain("s3cr3t-value", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }
}
