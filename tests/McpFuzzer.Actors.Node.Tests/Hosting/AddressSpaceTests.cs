using McpFuzzer.Actors.Node.Hosting;

namespace McpFuzzer.Actors.Node.Tests.Hosting;

public sealed class AddressSpaceTests
{
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(5_000_000UL * 1024)]
    public void Should_go_on_when_there_is_enough(ulong limit) => Assert.Null(AddressSpace.RefusalOf(limit));

    [Fact]
    public void Should_name_the_limit_and_the_way_out_when_there_is_too_little()
    {
        var refusal = AddressSpace.RefusalOf(4_000_000UL * 1024);

        Assert.StartsWith("the limit of address space is 4000000 KiB (ulimit -v)", refusal, StringComparison.Ordinal);
        Assert.Contains("sh -c 'ulimit -v 4000000; exec \"$@\"'", refusal, StringComparison.Ordinal);
    }
}
