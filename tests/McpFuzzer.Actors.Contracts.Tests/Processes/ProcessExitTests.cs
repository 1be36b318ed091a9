using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Tests.Processes;

public sealed class ProcessExitTests
{
    public static TheoryData<ProcessExit, string> Shown =>
        new()
        {
            { new ProcessExit.Code(137), "exit code 137" },
            { new ProcessExit.Signal(9, CoreDumped: false), "SIGKILL" },
            { new ProcessExit.Signal(11, CoreDumped: true), "SIGSEGV (core dumped)" },
            { new ProcessExit.Signal(34, CoreDumped: false), "signal 34" },
            { new ProcessExit.Unknown("reaped elsewhere"), "unknown exit (reaped elsewhere)" },
        };

    [Theory]
    [MemberData(nameof(Shown))]
    public void Should_distinguish_codes_signals_and_the_unknown(ProcessExit exit, string text) =>
        Assert.Equal(text, exit.ToString());

    [Fact]
    public void Should_compare_tails_by_their_bytes()
    {
        var tail = new OutputTail(new byte[] { 1, 2 }, 5);

        Assert.Equal(new OutputTail(new byte[] { 1, 2 }, 5), tail);
        Assert.NotEqual(new OutputTail(new byte[] { 1, 3 }, 5), tail);
        Assert.Equal(3, tail.DroppedBytes);
    }
}
