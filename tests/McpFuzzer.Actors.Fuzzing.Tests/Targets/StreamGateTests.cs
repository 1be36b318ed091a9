using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Targets;

public sealed class StreamGateTests : TestKit
{
    private static readonly TimeSpan Backstop = TimeSpan.FromSeconds(15);

    private static readonly StreamAnomaly Noise = new(StreamAnomalyKind.Noise, "y");

    [Fact]
    public void Should_drop_and_count_anomalies_that_arrive_faster_than_they_are_handled()
    {
        var gate = new StreamGate(TestActor);

        for (var line = 0; line < 1_000; line++)
        {
            gate.OnAnomaly(Noise);
        }

        var passed = 1_000 - (int)gate.LeftOut;
        Assert.InRange(passed, 1, 100);
        Assert.Equal(passed, ReceiveN(passed, Backstop).Count);
    }

    [Fact]
    public void Should_pass_everything_when_each_is_handled_in_time()
    {
        var gate = new StreamGate(TestActor);

        for (var line = 0; line < 1_000; line++)
        {
            gate.OnAnomaly(Noise);
            ExpectMsg<StreamGate.Passed>(Backstop);
            gate.Release();
        }

        Assert.Equal(0, gate.LeftOut);
    }

    [Fact]
    public void Should_pass_a_change_of_tools_when_anomalies_are_dropped()
    {
        var gate = new StreamGate(TestActor);
        for (var line = 0; line < 1_000; line++)
        {
            gate.OnAnomaly(Noise);
        }

        gate.OnToolsChanged();

        FishForMessage(message => message is StreamGate.Changed, Backstop);
    }
}
