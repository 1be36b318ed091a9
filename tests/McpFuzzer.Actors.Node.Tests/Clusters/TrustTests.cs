using System.Security.Cryptography.X509Certificates;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>A peer without a certificate of the node's authority gets no further than the handshake.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class TrustTests : IDisposable
{
    private const string Soon = "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes=4s";

    private readonly ClusterGround _ground = new();
    private readonly ClusterGround _stranger = new();

    public void Dispose()
    {
        _ground.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Should_not_join_when_its_certificate_is_missing_or_of_another_authority()
    {
        var node = await _ground.StartAsync();

        var rogue = _stranger.Spawn("--join", node.HostAndPort, "--set", Soon);
        var plain = _ground.Spawn("--join", node.HostAndPort, "--set", Soon, "--insecure");
        var (rogueEnd, plainEnd) = (await rogue.EndAsync(), await plain.EndAsync());

        Assert.Equal((3, 3), (rogueEnd.Code, plainEnd.Code));
        Assert.Contains($"could not join {node.HostAndPort}", rogueEnd.Error, StringComparison.Ordinal);
        Assert.Contains("warning: --insecure", plainEnd.Error, StringComparison.Ordinal);

        // Peers of the same user do, at the same time.
        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address);
        Assert.Equal(
            [node.Address, member.Cluster.SelfAddress],
            member.Cluster.State.Members.Select(one => one.Address).OrderBy(one => one != node.Address)
        );
        var (code, error) = await node.TerminateAsync();
        Assert.Equal(0, code);
        Assert.Contains("Rejected the certificate", error, StringComparison.Ordinal);
        _ground.AssertNothingIsLeft();
        _stranger.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_join_without_TLS_when_both_are_insecure()
    {
        var node = await _ground.StartAsync("--insecure");

        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address, client => client.Insecure = true);

        Assert.Equal("akka.tcp", node.Address.Protocol);
        Assert.False(Directory.Exists(Path.Combine(_ground.State, "mcp-fuzzer", "tls")));
        Assert.Equal(0, (await node.TerminateAsync()).Code);
        _ground.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_join_with_certificates_of_the_user_when_they_are_configured()
    {
        using var authority = CertificateMaking.Authority(DateTimeOffset.UtcNow);
        using var certificate = CertificateMaking.Node(authority, DateTimeOffset.UtcNow);
        var (ca, pem, key) = (_ground.State + "/ca.pem", _ground.State + "/node.pem", _ground.State + "/node.key");
        PrivateFile.Write(ca, authority.ExportCertificatePem());
        PrivateFile.Write(pem, certificate.ExportCertificatePem());
        PrivateFile.Write(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        var node = await _ground.StartAsync(
            "--set",
            $"mcp-fuzzer.node.tls.certificate={pem}",
            "--set",
            $"mcp-fuzzer.node.tls.private-key={key}",
            "--set",
            $"mcp-fuzzer.node.tls.certificate-authority={ca}"
        );
        await using var member = await FuzzingMember.JoinAsync(
            _ground,
            node.Address,
            client =>
            {
                client.Certificate = pem;
                client.PrivateKey = key;
                client.CertificateAuthority = ca;
            }
        );

        Assert.NotNull(await member.RuntimeOfAsync(node.Address));
        Assert.Equal(0, (await node.TerminateAsync()).Code);
        _ground.AssertNothingIsLeft();
    }
}
