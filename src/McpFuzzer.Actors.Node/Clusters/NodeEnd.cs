using Akka.Actor;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>The exit code and the message of a node that ends without a signal.</summary>
internal static class NodeEnd
{
    public static int ExitCodeOf(
        CoordinatedShutdown.Reason? reason,
        bool hasJoined,
        MemberSettings settings,
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
}
