using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Core.Tests.Requests;

public sealed class RequestRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public void Should_allow_an_id_of_that_length(int length) =>
        Assert.Null(RequestRules.Problem(new RequestId(new string('x', length))));

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Should_refuse_an_id_of_that_length(int length) =>
        Assert.Equal(
            $"RequestId has {length} characters: must have 1 to 256",
            RequestRules.Problem(new RequestId(new string('x', length)))
        );

    [Fact]
    public void Should_refuse_an_id_without_a_text() =>
        Assert.Equal("RequestId has 0 characters: must have 1 to 256", RequestRules.Problem(new RequestId(null!)));
}
