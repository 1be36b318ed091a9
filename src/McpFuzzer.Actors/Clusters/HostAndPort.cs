using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Nodes;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The address of a member, without the protocol and the system's name.</summary>
internal sealed partial record HostAndPort(string Host, int Port)
{
    public const string AllowedHost = "must be a host name or an IPv4 address";

    public static string Allowed => $"must be HOST:PORT, such as 127.0.0.1:4053, the port {NodeBounds.PeerPort.Range}";

    public static bool IsHost(string text) => HostPattern().IsMatch(text);

    public static HostAndPort? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        return
            colon > 0
            && IsHost(text[..colon])
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && NodeBounds.PeerPort.Contains(port)
            ? new HostAndPort(text[..colon], port)
            : null;
    }

    /// <summary>The same place, with the protocol and the system's name of another address.</summary>
    public Address AddressLike(Address other) => new(other.Protocol, other.System, Host, Port);

    public override string ToString() => $"{Host}:{Port}";

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern();
}
