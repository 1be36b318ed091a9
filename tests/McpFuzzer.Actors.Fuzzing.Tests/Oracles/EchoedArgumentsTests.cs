using System.Text;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class EchoedArgumentsTests
{
    [Theory]
    [InlineData("cannot find report.pdf", """{"file":"report.pdf"}""", "cannot find ")]
    [InlineData("report.pdf, report.pdf", """{"file":"report.pdf"}""", ", ")]
    [InlineData("no such file", """{"file":"report.pdf"}""", "no such file")]
    [InlineData("bad value -101 of a", """{"a":-101}""", "bad value  of a")]
    [InlineData("bad value 1.50e3!", """{"a":1.50e3}""", "bad value !")]
    [InlineData("no key abc", """{"a":{"b":["abc"]}}""", "no key ")]
    [InlineData("no key a", """{"a":1}""", "no key a")]
    // A letter or two are replaced where they stand alone.
    [InlineData("no x in exit", """{"a":"x"}""", "no  in exit")]
    [InlineData("x", """{"a":"x"}""", "")]
    [InlineData("xx, ax, xa, 1x, x", """{"a":"x"}""", "xx, ax, xa, 1x, ")]
    [InlineData("exit, abc1", """{"a":"abc"}""", "exit, abc1")]
    // Longer ones are replaced wherever they stand.
    [InlineData("prefix_abcdsuffix", """{"a":"abcd"}""", "prefix_suffix")]
    [InlineData("xabcdx", """{"a":"abcd"}""", "xx")]
    // The longest first.
    [InlineData("got hello world", """{"a":"hello","b":"hello world"}""", "got ")]
    // A server may trim what it repeats.
    [InlineData("got [word]", """{"a":"  word  "}""", "got []")]
    [InlineData("got [  word  ]", """{"a":"  word  "}""", "got []")]
    [InlineData("a b", """{"a":" "}""", "ab")]
    [InlineData("got nothing", """{"a":""}""", "got nothing")]
    [InlineData("got it", "{}", "got it")]
    [InlineData("got it", "", "got it")]
    [InlineData("got it", "{", "got it")]
    // What languages write for no value says no more than an empty text does.
    [InlineData("got true, null and None", """{"a":true}""", "got ,  and ")]
    [InlineData("got nullable, Nones", "{}", "got nullable, Nones")]
    [InlineData("got nullable", """{"a":"null"}""", "got nullable")]
    [InlineData("", """{"a":"x"}""", "")]
    public void Should_remove_echoed_arguments_from_a_message(string message, string arguments, string left) =>
        Assert.Equal(left, EchoedArguments.Without(message, Encoding.UTF8.GetBytes(arguments)));

    [Fact]
    public void Should_remove_the_echo_before_a_part_that_is_not_Unicode() =>
        Assert.Equal(
            "got , \\ud800",
            EchoedArguments.Without("got word, \\ud800", """{"a":"word","b":"\ud800"}"""u8.ToArray())
        );

    [Fact]
    public void Should_read_arguments_that_are_deep()
    {
        var deep = $"{new string('[', 50_000)}\"word\"{new string(']', 50_000)}";

        Assert.Equal("got ", EchoedArguments.Without("got word", Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public void Should_bound_the_message()
    {
        Assert.Equal(new string('y', 2_048), EchoedArguments.Without(new string('y', 2_048), default));
        Assert.Equal(new string('y', 2_048), EchoedArguments.Without(new string('y', 2_049), default));
    }

    [Fact]
    public void Should_have_one_text_for_any_arguments() =>
        Gen.Char['a', 'z']
            .Array[4, 20]
            .Select(letters => new string(letters))
            .Sample(word =>
                Assert.Equal(
                    "1: ! 2: ",
                    EchoedArguments.Without($"1: {word}! 2: {word}", Encoding.UTF8.GetBytes($$"""{"0":"{{word}}"}"""))
                )
            );
}
