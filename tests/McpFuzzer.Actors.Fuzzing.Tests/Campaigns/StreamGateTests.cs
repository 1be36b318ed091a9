using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class StreamGateTests : TestKit
{
    private static readonly StreamAnomaly Noise = new(StreamAnomalyKind.Noise, "y");

    [Fact]
    public void Should_leave_out_and_count_what_comes_faster_than_it_is_dealt_with()
    {
        var gate = new StreamGate(1, TestActor);

        for (var line = 0; line < 1_000; line++)
        {
            gate.OnAnomaly(Noise);
        }

        var passed = 1_000 - (int)gate.LeftOut;
        Assert.InRange(passed, 1, 100);
        Assert.Equal(passed, ReceiveN(passed, TimeSpan.FromSeconds(15)).Count);
    }

    [Fact]
    public void Should_pass_everything_when_each_is_dealt_with_in_time()
    {
        var gate = new StreamGate(1, TestActor);

        for (var line = 0; line < 1_000; line++)
        {
            gate.OnAnomaly(Noise);
            ExpectMsg<StreamGate.Passed>(TimeSpan.FromSeconds(15)).Gate.Release();
        }

        Assert.Equal(0, gate.LeftOut);
    }
}
