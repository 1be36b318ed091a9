using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters;

namespace McpFuzzer.Actors.Tests.Clusters;

public sealed class MemberSettingsTests
{
    [Fact]
    public void Should_be_a_worker_on_the_loopback_that_forms_a_cluster_when_nothing_is_set()
    {
        var settings = MemberSettings.Read(Config.Empty);

        Assert.Equal(("127.0.0.1", 4053), (settings.Hostname, settings.Port));
        Assert.Empty(settings.Join);
        Assert.Equal(["worker"], settings.Roles);
        Assert.Null(settings.Tls.Certificate);
        Assert.Null(settings.StateFolder);
    }

    [Fact]
    public void Should_use_each_value_when_it_is_set()
    {
        var settings = Read(
            "hostname = node-1.example, port = 0, join = [\"a:1\", \"10.0.0.2:65535\"], roles = [a, b, a]"
        );

        Assert.Equal(("node-1.example", 0), (settings.Hostname, settings.Port));
        Assert.Equal([new HostAndPort("a", 1), new HostAndPort("10.0.0.2", 65535)], settings.Join);
        Assert.Equal(["a", "b"], settings.Roles);
    }

    [Theory]
    [InlineData("hostname = \"a b\"", "mcp-fuzzer.node.hostname = a b: must be a host name")]
    [InlineData("hostname = \"\"", "mcp-fuzzer.node.hostname")]
    [InlineData("port = 65536", "mcp-fuzzer.node.port = 65536: must be a whole number from 0 to 65535")]
    [InlineData("port = -1", "mcp-fuzzer.node.port = -1")]
    [InlineData("join = \"a:1\"", "mcp-fuzzer.node.join = \"a:1\": must be a list")]
    [InlineData("join = [\"a\"]", "mcp-fuzzer.node.join = a: must be HOST:PORT")]
    [InlineData("join = [\"a:0\"]", "mcp-fuzzer.node.join = a:0: must be HOST:PORT")]
    [InlineData("join = [\"a:+1\"]", "mcp-fuzzer.node.join = a:+1: must be HOST:PORT")]
    [InlineData("join = [\"akka.tcp://x@a:1\"]", "mcp-fuzzer.node.join = akka.tcp://x@a:1: must be HOST:PORT")]
    [InlineData("roles = []", "mcp-fuzzer.node.roles = []: must have at least one")]
    [InlineData("roles = [\"a b\"]", "mcp-fuzzer.node.roles = a b: must be")]
    [InlineData("tls.certificate = a", "mcp-fuzzer.node.tls.certificate-authority = '': must be given")]
    [InlineData("tls.certificate-authority = a", "mcp-fuzzer.node.tls.certificate = '': must be given")]
    [InlineData("tls.private-key = a", "mcp-fuzzer.node.tls.certificate = '': must be given")]
    [InlineData("tls.nosuch = a", "mcp-fuzzer.node.tls.nosuch = a: no such key")]
    public void Should_reject_by_path_when_a_value_is_not_allowed(string section, string refusal)
    {
        var rejected = Assert.Throws<SettingsException>(() => Read(section));

        Assert.StartsWith(refusal, rejected.Message, StringComparison.Ordinal);
    }

    private static MemberSettings Read(string section) =>
        MemberSettings.Read(ConfigurationFactory.ParseString($"mcp-fuzzer.node {{ {section} }}"));
}
