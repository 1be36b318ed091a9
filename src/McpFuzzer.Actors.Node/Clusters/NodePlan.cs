using System.Net.Sockets;
using Akka.Actor;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>What the options of <c>node</c> come to, and what its end does.</summary>
internal static class NodePlan
{
    private const string Path = "mcp-fuzzer.node";

    public static IEnumerable<KeyValuePair<string, string>> Overrides(NodeOptions options)
    {
        if (options.Hostname is { } host)
        {
            yield return KeyValuePair.Create($"{Path}.hostname", host);
        }

        if (options.Port is { } port)
        {
            yield return KeyValuePair.Create($"{Path}.port", $"{port}");
        }

        if (options.Join.Count > 0)
        {
            yield return KeyValuePair.Create($"{Path}.join", List(options.Join));
        }

        if (options.Roles.Count > 0)
        {
            yield return KeyValuePair.Create($"{Path}.roles", List(options.Roles));
        }
    }

    /// <summary>A member speaks the protocol that we speak, or we cannot talk to it.</summary>
    public static Address AddressOf(HostAndPort member, Address self) =>
        new(self.Protocol, self.System, member.Host, member.Port);

    /// <summary>Why remoting could not listen; null when it is something else that went wrong.</summary>
    public static SocketError? SocketErrorOf(Exception fault) =>
        fault switch
        {
            SocketException socket => socket.SocketErrorCode,
            AggregateException many => many
                .InnerExceptions.Select(SocketErrorOf)
                .FirstOrDefault(error => error is not null),
            { InnerException: { } inner } => SocketErrorOf(inner),
            _ => null,
        };

    public static string Show(SocketError error) =>
        error switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use; --port 0 takes any that is free",
            SocketError.AddressNotAvailable => "this machine does not have that address",
            SocketError.AccessDenied => "the port is not this user's to take",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name leads to no address",
            _ => $"{error}",
        };

    /// <summary>Of an end that no signal has asked for.</summary>
    public static int ExitCodeOf(
        CoordinatedShutdown.Reason? reason,
        bool hasJoined,
        ClusterSettings settings,
        NodeConsole console
    )
    {
        switch (reason)
        {
            case null or CoordinatedShutdown.ClusterLeavingReason or CoordinatedShutdown.ActorSystemTerminateReason:
                return ExitCodes.Clean;
            case CoordinatedShutdown.ClusterDowningReason:
                console.WriteFailure(
                    "the cluster took this node for lost, and it has stopped all of its processes",
                    ""
                );
                return ExitCodes.Fault;
            default:
                console.WriteFailure(
                    hasJoined
                        ? $"ended by {Show(reason)}, with all of its processes"
                        : $"could not join {string.Join(", ", settings.Join)}: {Show(reason)}",
                    ""
                );
                return hasJoined ? ExitCodes.Fault : ExitCodes.TargetFailed;
        }
    }

    // The reason of a handshake that failed is internal to Akka.Remote.
    private static string Show(CoordinatedShutdown.Reason reason) =>
        reason switch
        {
            CoordinatedShutdown.ClusterJoinUnsuccessfulReason => "no member has answered",
            { } tls when tls.GetType().Name.StartsWith("Tls", StringComparison.Ordinal) =>
                "a TLS handshake failed: the peer has a certificate of another authority, or none",
            _ => reason.GetType().Name,
        };

    private static string List<T>(IEnumerable<T> items) =>
        $"[{string.Join(", ", items.Select(item => $"\"{item}\""))}]";
}
