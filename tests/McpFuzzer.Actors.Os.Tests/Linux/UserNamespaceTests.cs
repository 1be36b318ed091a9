using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux;

public sealed class UserNamespaceTests
{
    [Theory]
    [InlineData("         0          0 4294967295\n", null)]
    [InlineData("         0       1000          1\n", 65534u)]
    [InlineData("         0          0          1\n         1     100000      65535\n", 65534u)]
    public void Should_know_whether_users_are_unmapped(string map, uint? outsiders) =>
        Assert.Equal(outsiders, UserNamespace.Parse(map, "65534\n"));
}
