using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>Members call a program that takes the port of a dead member. This must not end them.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class TakenPortTests : IDisposable
{
    private readonly ClusterGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_go_on_when_another_program_takes_the_port_of_a_member_that_died(bool speaksTls)
    {
        var node = await _ground.StartAsync();
        var other = await _ground.StartAsync("--join", node.HostAndPort);
        other.Process.Kill();
        await other.EndAsync();

        using var port = new TcpListener(IPAddress.Loopback, other.Address.Port!.Value);
        port.Start();
        using (var call = await port.AcceptTcpClientAsync().WaitAsync(FuzzingMember.Patience))
        {
            await RejectAsync(call, speaksTls);
        }

        // It joins only when the dead member is removed, long after the call.
        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address);
        var runtime = await member.RuntimeOfAsync(node.Address);
        Assert.NotNull(await runtime.Manager.Ask<ManagerStats>(new GetManagerStats(), FuzzingMember.Patience));
        var (code, error) = await node.TerminateAsync();
        Assert.Equal(0, code);
        Assert.Contains("TLS handshake failed", error, StringComparison.Ordinal);
        _ground.AssertNothingIsLeft();
    }

    private static async Task RejectAsync(TcpClient call, bool speaksTls)
    {
        if (!speaksTls)
        {
            return;
        }

        using var authority = CertificateMaking.Authority(DateTimeOffset.UtcNow);
        using var certificate = CertificateMaking.Node(authority, DateTimeOffset.UtcNow);
        await using var tls = new SslStream(call.GetStream());
        await Record.ExceptionAsync(() => tls.AuthenticateAsServerAsync(certificate));

        // TLS 1.3: the rejection comes after the server has completed its handshake.
        await Record.ExceptionAsync(() => tls.CopyToAsync(Stream.Null));
    }
}
