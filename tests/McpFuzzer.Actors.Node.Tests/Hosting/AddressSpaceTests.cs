using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Hosting;

public sealed class AddressSpaceTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("run", "--", "true")]
    [InlineData("fuzz", "--", "true")]
    [InlineData("replay", "findings.json")]
    [InlineData("node")]
    public async Task Should_reject_the_start_when_there_is_too_little(params string[] arguments)
    {
        var result = await _program.RunBelowAsync("ulimit -v 4900000", arguments);

        Assert.Equal(arguments[0] == "run" ? ExitCodes.NotRun : ExitCodes.Usage, result.ExitCode);
        Assert.StartsWith(
            "mcpfuzzer: the limit of address space is 4900000 KiB (ulimit -v)",
            Assert.Single(result.ErrorLines),
            StringComparison.Ordinal
        );
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(5_000_000UL * 1024)]
    public void Should_go_on_when_there_is_enough(ulong limit) => Assert.Null(AddressSpace.ErrorOf(limit));

    [Fact]
    public void Should_name_the_limit_and_the_way_out_when_there_is_too_little()
    {
        var refusal = AddressSpace.ErrorOf(4_000_000UL * 1024);

        Assert.StartsWith("the limit of address space is 4000000 KiB (ulimit -v)", refusal, StringComparison.Ordinal);
        Assert.Contains("sh -c 'ulimit -v 4000000; exec \"$@\"'", refusal, StringComparison.Ordinal);
    }
}
