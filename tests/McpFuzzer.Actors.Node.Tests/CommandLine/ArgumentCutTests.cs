using CsCheck;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class ArgumentCutTests
{
    [Fact]
    public void Should_find_no_target_when_there_is_no_cut()
    {
        var cut = ArgumentCut.Of(["fuzz", "--runs", "3"]);

        Assert.Equal(["fuzz", "--runs", "3"], cut.Own);
        Assert.Null(cut.Target);
    }

    [Fact]
    public void Should_keep_the_targets_words_byte_for_byte_when_they_look_like_ours()
    {
        var cut = ArgumentCut.Of(["fuzz", "--", "node", "--", "--runs", "0", "@file", "", " a\"b'\n"]);

        Assert.Equal(["fuzz"], cut.Own);
        Assert.Equal(["node", "--", "--runs", "0", "@file", "", " a\"b'\n"], cut.Target);
    }

    [Fact]
    public void Should_cut_at_the_first_double_dash_when_the_words_are_arbitrary() =>
        Gen.OneOf(Gen.Const("--"), Gen.String)
            .List[0, 8]
            .Sample(words =>
            {
                var cut = ArgumentCut.Of(words);

                Assert.DoesNotContain("--", cut.Own);
                Assert.Equal(words, cut.Target is null ? cut.Own : [.. cut.Own, "--", .. cut.Target]);
            });
}
