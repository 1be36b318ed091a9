using System.Net;
using System.Net.Sockets;

namespace McpFuzzer.Actors.Clusters;

/// <summary>Looks up the hosts of members. Remoting would try an unknown name again for as long as it runs.</summary>
internal static class JoinAddresses
{
    /// <summary>Returns the first member whose host has no address, and why; null when each has one.</summary>
    public static async Task<(HostAndPort Member, string Why)?> FindUnresolvedAsync(IEnumerable<HostAndPort> members)
    {
        foreach (var member in members)
        {
            try
            {
                await Dns.GetHostAddressesAsync(member.Host);
            }
            catch (SocketException unknown)
            {
                return (member, $"no address of {member.Host}: {unknown.Message}");
            }
        }

        return null;
    }
}
