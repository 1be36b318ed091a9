using CsCheck;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.Sessions;

public sealed class HandshakeMachineTests
{
    private static readonly Agreement Newer = new(new ServerIdentity("n", "1", "2026-07-28"), true);
    private static readonly Agreement Older = new(new ServerIdentity("o", "1", "2025-11-25"), true);

    private static readonly Dictionary<string, HandshakeInput> Inputs = new()
    {
        ["started"] = new HandshakeInput.Started(),
        ["discovered"] = new HandshakeInput.Discovered(Newer),
        ["discover-rejected"] = new HandshakeInput.DiscoverRejected("no discover"),
        ["initialized"] = new HandshakeInput.Initialized(Older),
        ["initialize-rejected"] = new HandshakeInput.InitializeRejected(-32600, "no initialize"),
        ["initialize-unknown"] = new HandshakeInput.InitializeRejected(-32601, "what initialize"),
        ["newer-rejected"] = new HandshakeInput.NewerRejected("another revision", MayDiscover: false),
        ["newer-may"] = new HandshakeInput.NewerRejected("our revision", MayDiscover: true),
        ["not-usable"] = new HandshakeInput.NotUsable("nonsense"),
        ["wait-over"] = new HandshakeInput.WaitOver(),
        ["timed-out"] = new HandshakeInput.TimedOut(),
        ["gone"] = new HandshakeInput.Gone(Written: true),
    };

    /// <summary>
    /// Each line is a path: what happened, and what was sent and came of it. A process is started wherever one is asked
    /// for.
    /// </summary>
    [Theory]
    [InlineData("discovered", "D agreed")]
    [InlineData("discover-rejected initialized", "D I agreed")]
    [InlineData("discover-rejected not-usable", "D I failed: nonsense")]
    [InlineData("discover-rejected initialize-rejected initialized", "D I | I agreed")]
    [InlineData("discover-rejected gone initialized", "D I | I agreed")]
    [InlineData("discover-rejected initialize-unknown initialize-unknown", "D I | I failed: what initialize")]
    [InlineData("discover-rejected timed-out", "D I failed: no answer to initialize")]
    [InlineData("newer-rejected", "D failed: another revision")]
    [InlineData("not-usable", "D failed: nonsense")]
    [InlineData("timed-out", "D failed: no answer to server/discover")]
    [InlineData("gone initialized", "D | I agreed")]
    [InlineData("gone gone", "D | I failed: gone")]
    [InlineData("gone newer-may discovered", "D | I | D agreed")]
    [InlineData("gone newer-may discover-rejected", "D | I | D failed: no discover")]
    [InlineData("gone newer-rejected", "D | I failed: another revision")]
    [InlineData("gone initialize-unknown discovered", "D | I | D agreed")]
    [InlineData("gone initialize-unknown gone", "D | I | D failed: gone")]
    [InlineData("gone initialize-rejected", "D | I failed: no initialize")]
    [InlineData("wait-over discovered discovered", "D I | D agreed")]
    [InlineData("wait-over discovered discover-rejected", "D I | D failed: no discover")]
    [InlineData("wait-over discovered gone", "D I | D failed: gone")]
    [InlineData("wait-over discovered wait-over timed-out", "D I | D failed: no answer to server/discover")]
    [InlineData("wait-over discover-rejected initialized", "D I agreed")]
    [InlineData("wait-over gone initialized", "D I | I agreed")]
    [InlineData("wait-over newer-may discovered", "D I | D agreed")]
    [InlineData("wait-over timed-out", "D I failed: no answer to server/discover or initialize")]
    [InlineData("wait-over initialized wait-over", "D I agreed")]
    [InlineData("wait-over initialized timed-out", "D I agreed")]
    [InlineData("wait-over initialized discover-rejected", "D I agreed")]
    [InlineData("wait-over initialized discovered discovered", "D I | D agreed")]
    [InlineData("wait-over initialized gone initialized", "D I | I agreed")]
    [InlineData("wait-over not-usable wait-over", "D I failed: nonsense")]
    [InlineData("wait-over not-usable discovered discovered", "D I | D agreed")]
    [InlineData("wait-over initialize-rejected wait-over initialized", "D I | I agreed")]
    [InlineData("wait-over initialize-unknown wait-over initialize-unknown discovered", "D I | I | D agreed")]
    public void Should_follow_the_table_from_a_target_of_unknown_era(string happened, string path) =>
        Assert.Equal(path, Follow(HandshakeState.Of(null), happened));

    [Theory]
    [InlineData("2026-07-28", "wait-over discovered", "D agreed")]
    [InlineData("2026-07-28", "gone", "D failed: gone")]
    [InlineData("2026-07-28", "discover-rejected initialized", "D I agreed")]
    [InlineData("2025-11-25", "initialized", "I agreed")]
    [InlineData("2025-11-25", "gone", "I failed: gone")]
    [InlineData("2025-11-25", "initialize-unknown discovered", "I | D agreed")]
    [InlineData("2025-11-25", "newer-may discovered", "I | D agreed")]
    public void Should_follow_the_table_from_a_target_of_known_revision(
        string revision,
        string happened,
        string path
    ) => Assert.Equal(path, Follow(HandshakeState.Of(revision), happened));

    [Theory]
    [InlineData("", HandshakeWait.Silence)]
    [InlineData("discover-rejected", HandshakeWait.None)]
    [InlineData("wait-over", HandshakeWait.None)]
    [InlineData("wait-over initialized", HandshakeWait.Moment)]
    [InlineData("wait-over initialize-rejected", HandshakeWait.LongMoment)]
    [InlineData("wait-over discovered", HandshakeWait.None)]
    internal void Should_wait_as_long_as_its_phase_specifies(string happened, HandshakeWait wait)
    {
        Follow(HandshakeState.Of(null), happened, out var state);

        Assert.Equal(wait, state.Wait);
    }

    [Fact]
    public void Should_end_with_three_processes_at_most_and_never_initialize_one_of_the_newer_era() =>
        Gen.Int[0, Inputs.Count - 1]
            .Array[0, 20]
            .Select(Gen.Int[0, 2])
            .Sample(
                (numbers, known) =>
                {
                    var names = numbers.Select(number => Inputs.Keys.ElementAt(number));
                    string? revision = known switch
                    {
                        0 => null,
                        1 => "2025-11-25",
                        _ => "2026-07-28",
                    };
                    var path = Follow(HandshakeState.Of(revision), string.Join(' ', names), out var state);
                    var processes = path.Split('|');
                    Assert.InRange(processes.Length, 1, 3);
                    Assert.Equal(
                        state.Phase == HandshakePhase.Failed,
                        path.Contains("failed", StringComparison.Ordinal)
                    );
                    // What the newer era alone says comes before the last process: nothing but discover is sent to
                    // that.
                    Assert.True(state.MayInitialize || !processes[^1].Contains('I', StringComparison.Ordinal), path);
                }
            );

    private static string Follow(HandshakeState state, string happened) => Follow(state, happened, out _);

    private static string Follow(HandshakeState state, string happened, out HandshakeState last)
    {
        var path = new List<string>();
        Take(Inputs["started"]);
        foreach (var name in happened.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Take(Inputs[name]);
            if (state.Phase == HandshakePhase.Starting)
            {
                path.Add("|");
                Take(Inputs["started"]);
            }
        }

        last = state;
        return string.Join(' ', path) + End(state);

        void Take(HandshakeInput input)
        {
            (state, var effect) = HandshakeMachine.Step(state, input);
            if (effect != HandshakeEffect.None)
            {
                path.Add(effect == HandshakeEffect.SendDiscover ? "D" : "I");
            }
        }
    }

    private static string End(HandshakeState state) =>
        (state.Phase, state.Failure) switch
        {
            (HandshakePhase.Agreed, _) => " agreed",
            (HandshakePhase.Failed, HandshakeFailure.Rejected refused) => $" failed: {refused.Why}",
            (HandshakePhase.Failed, HandshakeFailure.TimedOut late) => $" failed: no answer to {late.WaitedFor}",
            (HandshakePhase.Failed, HandshakeFailure.Gone) => " failed: gone",
            _ => "",
        };
}
