using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class StatusReportTests
{
    private static readonly ProcessSpec Inherited = new()
    {
        Command = ["serve", "--token", "s3cr3t-argument"],
        Stdin = StdioMode.Inherited,
        Stdout = StdioMode.Inherited,
        Stderr = StdioMode.Inherited,
    };

    private static readonly ProcessSpec Piped = Inherited with
    {
        Stdin = StdioMode.Piped,
        Stdout = StdioMode.Piped,
        Stderr = StdioMode.Piped,
    };

    [Fact]
    public void Should_report_all_of_a_piped_run()
    {
        var stopped = Ends.Stopped(Ends.BySignal(9), ExitCause.TimeLimit) with
        {
            Escalated = true,
            SurvivorsKilled = 2,
            StdoutTail = new OutputTail("x"u8.ToArray(), 10),
            StderrTail = new OutputTail("a\u001b[31m\n"u8.ToArray(), 7),
        };

        Assert.Equal(
            """
            {
              "schemaVersion": 1,
              "key": "run",
              "command": [
                "serve",
                "--token",
                "***"
              ],
              "phase": "exited",
              "pid": 1001,
              "startedAt": "2026-01-02T03:04:05Z",
              "ranMs": 1500,
              "exit": {
                "signal": "SIGKILL",
                "coreDumped": false
              },
              "cause": "timeLimit",
              "exitCode": 124,
              "escalated": true,
              "containment": "session",
              "survivorsKilled": 2,
              "restarts": 0,
              "limit": null,
              "spawnError": null,
              "stdoutBytes": 10,
              "stderrBytes": 7,
              "stderrTail": "a\\u001b[31m\n"
            }

            """,
            Text(Piped, Ends.Record(stopped), 124)
        );
    }

    [Fact]
    public void Should_report_null_for_inherited_streams()
    {
        var report = Json(Inherited, Ends.Record(Ends.Zero), 0);

        Assert.Equal("""{ "code": 0 }""", Flat(report, "exit"));
        foreach (var stream in (string[])["stdoutBytes", "stderrBytes", "stderrTail"])
        {
            Assert.Equal(JsonValueKind.Null, report.GetProperty(stream).ValueKind);
        }
    }

    [Fact]
    public void Should_report_why_it_was_not_started()
    {
        var report = Json(Piped, Ends.Rejected(SpawnError.InterpreterMissing), 127);

        Assert.Equal("failed", report.GetProperty("phase").GetString());
        Assert.Equal("interpreterMissing", report.GetProperty("spawnError").GetString());
        Assert.Equal(127, report.GetProperty("exitCode").GetInt32());
        foreach (var name in (string[])["pid", "startedAt", "ranMs", "exit", "cause", "containment", "stdoutBytes"])
        {
            Assert.Equal(JsonValueKind.Null, report.GetProperty(name).ValueKind);
        }
    }

    [Fact]
    public void Should_report_which_limit_ended_it_and_how_often_it_was_restarted()
    {
        var record = new RunRecord()
            .With(Ends.Started())
            .With(Ends.Stopped(Ends.BySignal(15)))
            .With(Ends.Started(2))
            .With(
                Ends.Stopped(Ends.BySignal(15), ExitCause.Limit, incarnation: 2) with
                {
                    Breach = new LimitBreach(LimitKind.CpuTime, 1_100, 1_000),
                }
            )
            .With(new ProcessFailed(Ends.Key, 2, "too often"));

        var report = Json(Inherited, record, 143);

        Assert.Equal("""{ "kind": "cpuTime", "seen": 1100, "bound": 1000 }""", Flat(report, "limit"));
        Assert.Equal(1, report.GetProperty("restarts").GetInt32());
        Assert.Equal(1002, report.GetProperty("pid").GetInt32());
        Assert.Equal("failed", report.GetProperty("phase").GetString());
    }

    [Fact]
    public void Should_report_unknown_when_the_command_was_lost()
    {
        var record = new RunRecord().With(Ends.Started()).With(new ProcessLost(Ends.Key, 1, "a fault"));

        Assert.Equal("""{ "unknown": "a fault" }""", Flat(Json(Inherited, record, 125), "exit"));
    }

    private static string Text(ProcessSpec spec, RunRecord record, int exitCode) =>
        System.Text.Encoding.UTF8.GetString(new StatusReport(Ends.Key, spec, record, exitCode).ToJson());

    private static JsonElement Json(ProcessSpec spec, RunRecord record, int exitCode) =>
        JsonDocument.Parse(Text(spec, record, exitCode)).RootElement;

    private static string Flat(JsonElement report, string name) =>
        string.Join(
            ' ',
            report.GetProperty(name).GetRawText().Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)
        );
}
