using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Core.Tests.Requests;

public sealed class RequestRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public void Should_allow_an_id_of_this_length(int length) =>
        Assert.Null(RequestRules.ErrorOf(new RequestId(new string('x', length))));

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Should_reject_an_id_of_this_length(int length) =>
        Assert.Equal(
            $"RequestId = a text of {length} characters: must have 1 to 256 characters",
            RequestRules.ErrorOf(new RequestId(new string('x', length)))?.ToString()
        );

    [Fact]
    public void Should_reject_an_empty_id() =>
        Assert.Equal(
            "RequestId = a text of 0 characters: must have 1 to 256 characters",
            RequestRules.ErrorOf(new RequestId(null!))?.ToString()
        );
}
