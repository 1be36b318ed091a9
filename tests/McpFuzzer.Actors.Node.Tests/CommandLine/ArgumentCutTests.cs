using CsCheck;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class ArgumentCutTests
{
    [Fact]
    public void Should_find_no_target_without_a_double_dash()
    {
        var cut = ArgumentCut.Of(["fuzz", "--runs", "3"]);

        Assert.Equal(["fuzz", "--runs", "3"], cut.Own);
        Assert.Null(cut.Target);
    }

    [Fact]
    public void Should_keep_the_words_of_the_target_byte_for_byte_when_they_look_like_options_of_the_tool()
    {
        var cut = ArgumentCut.Of(["fuzz", "--", "node", "--", "--runs", "0", "@file", "", " a\"b'\n"]);

        Assert.Equal(["fuzz"], cut.Own);
        Assert.Equal(["node", "--", "--runs", "0", "@file", "", " a\"b'\n"], cut.Target);
    }

    [Fact]
    public void Should_split_at_the_first_double_dash_for_any_words() =>
        Gen.OneOf(Gen.Const("--"), Gen.String)
            .List[0, 8]
            .Sample(words =>
            {
                var cut = ArgumentCut.Of(words);

                Assert.DoesNotContain("--", cut.Own);
                Assert.Equal(words, cut.Target is null ? cut.Own : [.. cut.Own, "--", .. cut.Target]);
            });
}
