using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Tests.Starting;

public sealed class SoftOpenFilesTests
{
    [Theory]
    [InlineData(20_000, 20_000, 1_024, 20_000, 1_024)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 1_024, ulong.MaxValue, 1_024)]
    public void Should_use_the_limit_of_the_parent_when_the_runtime_has_raised_its_own(
        ulong soft,
        ulong hard,
        ulong parentsSoft,
        ulong parentsHard,
        ulong chosen
    ) => Assert.Equal(chosen, SoftOpenFiles.Choose((soft, hard), (parentsSoft, parentsHard)));

    [Theory]
    // It was not raised.
    [InlineData(1_024, 20_000, 512, 20_000)]
    // The limits were set after the fork.
    [InlineData(4_096, 4_096, 1_024, 20_000)]
    // There was nothing to raise.
    [InlineData(20_000, 20_000, 20_000, 20_000)]
    public void Should_keep_its_own_limit_when_that_of_the_parent_proves_nothing(
        ulong soft,
        ulong hard,
        ulong parentsSoft,
        ulong parentsHard
    ) => Assert.Null(SoftOpenFiles.Choose((soft, hard), (parentsSoft, parentsHard)));

    [Fact]
    public void Should_keep_its_own_limit_when_the_parent_is_invisible() =>
        Assert.Null(SoftOpenFiles.Choose((20_000, 20_000), null));

    [Theory]
    [InlineData(
        "Max processes  1 2 processes\nMax open files            1024                 20000                files     \n"
    )]
    [InlineData("Limit  Soft Limit  Hard Limit  Units\nMax open files 1024 20000 files")]
    public void Should_read_the_line_of_proc(string limits) =>
        Assert.Equal((1_024UL, 20_000UL), SoftOpenFiles.Parse(limits));

    [Fact]
    public void Should_read_unlimited_and_missing_values()
    {
        Assert.Equal(
            (1_024UL, ulong.MaxValue),
            SoftOpenFiles.Parse("Max open files            1024                 unlimited            files     \n")
        );
        Assert.Null(SoftOpenFiles.Parse("Max processes  1 2 processes\n"));
    }
}
