using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Tests.Text;

public sealed class SizesTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(1_023, "1023")]
    [InlineData(1_024, "1K")]
    [InlineData(1_536, "1536")]
    [InlineData(1L << 20, "1M")]
    [InlineData(1_536L << 20, "1536M")]
    [InlineData(8L << 40, "8T")]
    [InlineData(3L << 50, "3P")]
    [InlineData(1L << 60, "1E")]
    [InlineData(-1_024, "-1K")]
    [InlineData(long.MinValue, "-8E")]
    public void Should_show_the_largest_unit_in_which_a_size_is_whole(long bytes, string text)
    {
        Assert.Equal(text, Sizes.Show(bytes));
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("1048576", 1L << 20)]
    [InlineData("1024K", 1L << 20)]
    [InlineData("1.5G", 1_536L << 20)]
    [InlineData("1152921504606846977", (1L << 60) + 1)]
    [InlineData("0.5E", 1L << 59)]
    [InlineData("8E", long.MaxValue)]
    [InlineData("999999999999999T", long.MaxValue)]
    [InlineData("99999999999999999999999999999999", long.MaxValue)]
    [InlineData("-99999999999999999999999999999999", long.MinValue)]
    public void Should_read_a_size_in_powers_of_1024(string text, long bytes)
    {
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("1g")]
    [InlineData("1GB")]
    [InlineData("1 G")]
    [InlineData("1e9")]
    [InlineData("1G\n")]
    [InlineData("٥M")]
    public void Should_reject_a_text_when_it_is_not_a_size(string text) => Assert.False(Sizes.TryParse(text, out _));
}
