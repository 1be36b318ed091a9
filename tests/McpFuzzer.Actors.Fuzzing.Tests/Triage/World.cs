using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>A server with faults, of which each shows whenever it can.</summary>
internal sealed record World(
    bool Writes,
    bool Ends,
    bool Batches,
    bool Sticks,
    bool Loses,
    bool IsSlow,
    bool Errs,
    int Times
)
{
    private static readonly FuzzCase Innocent = Given.Call("innocent");
    private static readonly FuzzCase Ending = Given.Call("ending");
    private static readonly FuzzCase Batching = Given.Call("batching");
    private static readonly FuzzCase Erring = Given.Call("erring");

    public static Gen<World> Any { get; } =
        Gen.Select(Gen.Bool.Array[7], Gen.Int[1, 4])
            .Select((has, times) => new World(has[0], has[1], has[2], has[3], has[4], has[5], has[6], times));

    /// <summary>Category and tool of the findings that this server deserves.</summary>
    public IReadOnlyList<string> Expected =>
        [
            .. When(Writes, "stdout-noise "),
            .. When(Ends, "crash ending"),
            .. When(Batches, "invalid-json-rpc batching"),
            .. When(Sticks, "server-stuck sticking"),
            .. When(Loses, "reply-lost losing"),
            .. When(IsSlow, "reply-slow slow"),
            .. When(Errs, "internal-error erring"),
        ];

    /// <summary>Each fault as often as it was seen, beside a call that has none.</summary>
    public IReadOnlyList<TriageInput> Evidence =>
        [
            .. Enumerable
                .Range(0, Times)
                .SelectMany(time =>
                    (TriageInput[])
                        [
                            .. When(
                                Writes,
                                new TriageInput.OnStream(Given.Noise($"line {(char)('a' + time)}"), SceneOf(Innocent))
                            ),
                            .. When(Ends, new TriageInput.Died(100 + time, Given.Crash(3), SceneOf(Ending, Innocent))),
                            .. When(
                                Batches,
                                new TriageInput.OnStream(Given.InvalidRpc("a batch"), SceneOf(Innocent, Batching))
                            ),
                            .. When(Sticks, new TriageInput.Overdue(200 + time, Given.Call("sticking", time))),
                            .. When(Loses, new TriageInput.Overdue(300 + time, Given.Call("losing", time))),
                            .. When(IsSlow, new TriageInput.Late(Given.Call("slow", time), 4 * Given.Second)),
                            .. When(Errs, new TriageInput.Named(Given.Internal("erring", "x"), Erring)),
                        ]
                ),
        ];

    /// <summary>Feeds all evidence, and lets runs end, in an order drawn from a seed.</summary>
    public SimulatedTriage Triage(int seed, bool concludes = true)
    {
        var evidence = Evidence.ToArray();
        new Random(seed).Shuffle(evidence);

        // Calls next to an innocent one must not use up its share.
        var triage = SimulatedTriage.With(Given.Settings with { PerTool = 100 });
        triage.Feed(new TriageInput.Samples([Innocent]));
        return triage.Run(concludes ? [.. evidence, new TriageInput.Conclude(Cut: false)] : evidence, Show, seed);
    }

    /// <summary>What a run of the script shows.</summary>
    public Observation Show(RunScript script)
    {
        var run = Seen.Run(script);
        run = run with { Calls = [.. script.Calls.Select(Call)] };
        run = Writes ? run.With(Given.Noise("line z")) : run;
        run = Calls("batching") ? run.With([.. run.Stream, Given.InvalidRpc("a batch")]) : run;
        run = Calls("sticking") ? run with { ShowsLife = false } : run;
        return Calls("ending") ? run.Dead(3).With([.. run.Stream]) : run;

        bool Calls(string tool) => script.Calls.Any(call => call.Tool == tool);
    }

    private static ObservedCall Call(FuzzCase call) =>
        call.Tool switch
        {
            "sticking" or "losing" => new ObservedCall(call, null, Given.Thresholds.LostAfter),
            "slow" => Seen.Replied(call, 4 * Given.Second, Given.Slow("slow", 4 * Given.Second)),
            "erring" => Seen.Replied(call, Given.Second, Given.Internal("erring", "x")),
            _ => Seen.Replied(call, TimeSpan.FromMilliseconds(5)),
        };

    private static Scene SceneOf(params FuzzCase[] calls) => new(calls, [], Given.Second);

    private static IEnumerable<T> When<T>(bool has, T item) => has ? [item] : [];
}
