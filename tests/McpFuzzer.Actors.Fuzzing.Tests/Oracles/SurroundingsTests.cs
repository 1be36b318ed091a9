using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("getaddrinfo EAI_AGAIN api.notion.com", true)]
    [InlineData("request failed: getaddrinfo ENOTFOUND example.org", true)]
    [InlineData("connect ECONNREFUSED 127.0.0.1:8001", true)]
    [InlineData("dial tcp: lookup example.org: no such host", true)]
    [InlineData("[Errno -2] Name or service not known", true)]
    [InlineData("connect: Network is unreachable", true)]
    [InlineData("spawn kubectl ENOENT", true)]
    [InlineData("/bin/sh: 1: kubectl: command not found", true)]
    [InlineData("exec: \"git\": executable file not found in $PATH", true)]
    [InlineData("Git is not installed", true)]
    [InlineData("ENOENT: no such file or directory, open '/tmp/x'", false)]
    [InlineData("Cannot read properties of undefined (reading 'x')", false)]
    [InlineData("", false)]
    public void Should_know_a_failure_of_the_surroundings_when_a_message_names_one(string message, bool isNamed) =>
        Assert.Equal(isNamed, Surroundings.FailureIn(message) is not null);
}
