using Akka.Actor;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Asks the node's root actor for another child next to manager, watchdog and executor. An existing name returns its
/// actor. The reply is <see cref="ChildSpawned" />, or <see cref="Status.Failure" /> when props or name are unusable.
/// </summary>
/// <param name="Props">The props of the child, which is restarted when it fails.</param>
/// <param name="Name">Its name under the root.</param>
public sealed record SpawnChild(Props Props, string Name) : INoSerializationVerificationNeeded;

/// <summary>The child exists.</summary>
/// <param name="Child">Its reference.</param>
public sealed record ChildSpawned(IActorRef Child) : INoSerializationVerificationNeeded;
