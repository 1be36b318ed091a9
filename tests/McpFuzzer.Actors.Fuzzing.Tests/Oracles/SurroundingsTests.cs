using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("getaddrinfo EAI_AGAIN api.notion.com", "EAI_AGAIN")]
    [InlineData("request failed: getaddrinfo ENOTFOUND example.org", "ENOTFOUND")]
    [InlineData("connect ECONNREFUSED 127.0.0.1:8001", "ECONNREFUSED")]
    [InlineData("dial tcp: lookup example.org: no such host", "no such host")]
    [InlineData("[Errno -2] Name or service not known", "name or service not known")]
    [InlineData("connect: Network is unreachable", "network is unreachable")]
    [InlineData("spawn kubectl ENOENT", "spawn ENOENT")]
    [InlineData("/bin/sh: 1: kubectl: command not found", "command not found")]
    [InlineData("exec: \"git\": executable file not found in $PATH", "executable file not found")]
    [InlineData("Git is not installed", "is not installed")]
    [InlineData("ENOENT: no such file or directory, open '/tmp/x'", null)]
    [InlineData("Cannot read properties of undefined (reading 'x')", null)]
    [InlineData("spawn it", null)]
    [InlineData("Enoent: spawn", null)]
    [InlineData("", null)]
    public void Should_name_what_failed_when_a_message_names_the_surroundings(string message, string? failure) =>
        Assert.Equal(failure, Surroundings.FailureIn(message));
}
