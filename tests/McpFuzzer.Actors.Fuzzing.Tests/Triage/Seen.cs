using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>Observations of isolation runs.</summary>
internal static class Seen
{
    public static Observation Run(RunScript script) =>
        new()
        {
            Script = script,
            Opened = true,
            ShowsLife = true,
            Calls = [.. script.Calls.Select(call => Replied(call, TimeSpan.FromMilliseconds(5)))],
            Took = TimeSpan.FromSeconds(1),
        };

    public static Observation Control(TimeSpan quiet) => Run(RunScript.Control(quiet));

    public static Observation Alone(FuzzCase call, TimeSpan quiet) => Run(RunScript.Alone(call, quiet));

    public static Observation Together(TimeSpan quiet, params FuzzCase[] calls) =>
        Run(new RunScript(RunMode.Together, calls, quiet));

    public static ObservedCall Replied(FuzzCase call, TimeSpan elapsed, params Candidate[] candidates) =>
        new(call, new ReplyAssessment(CaseOutcome.Succeeded, candidates), elapsed);

    /// <summary>The server wrote this, and named no call.</summary>
    public static Observation With(this Observation run, params Candidate[] stream) => run with { Stream = stream };

    /// <summary>The replies of its calls show this.</summary>
    public static Observation Replying(this Observation run, params Candidate[] candidates) =>
        run with
        {
            Calls = [.. run.Calls.Select(call => Replied(call.Case, call.Elapsed, candidates))],
        };

    /// <summary>The replies of its calls took this long.</summary>
    public static Observation After(this Observation run, TimeSpan elapsed) =>
        run with
        {
            Calls = [.. run.Calls.Select(call => Replied(call.Case, elapsed))],
        };

    /// <summary>Its calls have no reply, though the server is alive.</summary>
    public static Observation Unanswered(this Observation run, bool progressed = false) =>
        run with
        {
            Calls =
            [
                .. run.Calls.Select(call => new ObservedCall(call.Case, null, Given.Thresholds.LostAfter)
                {
                    Progressed = progressed,
                }),
            ],
        };

    /// <summary>Nothing comes from the server any more.</summary>
    public static Observation Silent(this Observation run) => run.Unanswered() with { ShowsLife = false };

    /// <summary>The server ends with this code.</summary>
    public static Observation Dead(this Observation run, int code) =>
        run with
        {
            Calls = [.. run.Calls.Select(call => new ObservedCall(call.Case, null, TimeSpan.Zero))],
            ShowsLife = false,
            Exit = new ProcessExit.Code(code),
            StderrTail = "its last words",
        };

    /// <summary>The server closes its stdout and lives on.</summary>
    public static Observation Closed(this Observation run) =>
        run with
        {
            Calls = [.. run.Calls.Select(call => new ObservedCall(call.Case, null, TimeSpan.Zero))],
            ShowsLife = false,
            StdoutClosed = true,
            StderrTail = "its last words",
        };

    /// <summary>There was no session.</summary>
    public static Observation NotOpened(this Observation run) => Observation.Nothing(run.Script, run.Took);
}
