using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class RejectionsTests
{
    [Theory]
    [InlineData("""{"isError":true,"content":[{"type":"text","text":"set API_KEY"}]}""", "set API_KEY")]
    [InlineData("""{"isError":true,"content":[{"type":"image"},7,{"text":8},{"text":"no"},{"text":"more"}]}""", "no")]
    [InlineData("""{"isError":true,"content":[{"text":"a\u001bb"}]}""", "a\\u001bb")]
    [InlineData("""{"isError":true,"content":[]}""", "isError, without a text")]
    [InlineData("""{"isError":true,"content":"set API_KEY"}""", "isError, without a text")]
    [InlineData("""{"isError":true}""", "isError, without a text")]
    [InlineData("""{"isError":false,"content":[{"text":"fine"}]}""", null)]
    [InlineData("""{"content":[{"text":"fine"}]}""", null)]
    [InlineData("7", null)]
    public void Should_show_the_message_of_the_tool_when_it_rejects_a_call(string result, string? said) =>
        Assert.Equal(said, Rejections.Of(JsonElement.Parse(result)));

    [Fact]
    public void Should_show_code_and_message_when_it_is_an_error() =>
        Assert.Equal("-32602 no\\nway", Rejections.Of(new McpReply.Error(-32602, "no\nway", null, TimeSpan.Zero)));

    [Theory]
    [InlineData(113, 120)]
    [InlineData(114, 121)]
    [InlineData(5_000, 121)]
    public void Should_be_bounded_when_the_tool_writes_much(int length, int expected)
    {
        var said = Rejections.Of(new McpReply.Error(-32602, new string('y', length), null, TimeSpan.Zero));

        Assert.Equal(expected, said.Length);
        Assert.Equal(expected > 120, said.EndsWith('…'));
    }
}
