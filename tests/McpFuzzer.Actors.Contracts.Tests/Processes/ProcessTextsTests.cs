using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Tests.Processes;

public sealed class ProcessTextsTests
{
    [Theory]
    [InlineData("nobody")]
    [InlineData("nobody:nogroup")]
    [InlineData("1000:1000")]
    public void Should_allow_the_user_when_it_is_a_name_or_number_with_or_without_a_group(string user) =>
        Assert.True(ProcessTexts.User.Allows(user));

    [Theory]
    [InlineData("")]
    [InlineData(":x")]
    [InlineData("x:")]
    [InlineData("a:b:c")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\u200Eb")]
    public void Should_reject_the_user_when_it_is_not_one(string user) => Assert.False(ProcessTexts.User.Allows(user));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Should_allow_the_name_when_it_has_1_to_128_characters(int length, bool isAllowed) =>
        Assert.Equal(isAllowed, ProcessTexts.Name.Allows(new string('x', length)));

    [Fact]
    public void Should_reject_the_name_when_it_has_a_control_character() =>
        Assert.False(ProcessTexts.Name.Allows("a\tb"));
}
