using System.Globalization;
using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>Where a node listens.</summary>
internal sealed partial record HostAndPort(string Host, int Port)
{
    public const int HighestPort = 65535;
    public const string AllowedHost = "must be a host name or an IPv4 address";
    public static readonly string Allowed = $"must be HOST:PORT, such as 127.0.0.1:4053, the port 1 to {HighestPort}";

    public static bool IsHost(string text) => HostPattern().IsMatch(text);

    public static HostAndPort? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        return
            colon > 0
            && IsHost(text[..colon])
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= HighestPort
            ? new HostAndPort(text[..colon], port)
            : null;
    }

    public override string ToString() => $"{Host}:{Port}";

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern();
}
