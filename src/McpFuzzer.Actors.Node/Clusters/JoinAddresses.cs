using System.Net;
using System.Net.Sockets;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>A name that leads nowhere is a slip, which remoting would try for ever.</summary>
internal static class JoinAddresses
{
    public static async Task RefuseUnresolvedAsync(IEnumerable<HostAndPort> members)
    {
        foreach (var member in members)
        {
            try
            {
                await Dns.GetHostAddressesAsync(member.Host);
            }
            catch (SocketException unknown)
            {
                throw new UsageException($"--join = {member}: no address of {member.Host}: {unknown.Message}");
            }
        }
    }
}
