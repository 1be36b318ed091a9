using Akka.Actor;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Asks the node's root actor for one more child beside manager, watchdog and executor. A name that is taken gives the actor that has it. Answered by
/// <see cref="ChildSpawned" />, or by <see cref="Status.Failure" /> when props or name cannot be used.
/// </summary>
/// <param name="Props">How the child is made; it is restarted when it fails.</param>
/// <param name="Name">Its name under the root.</param>
public sealed record SpawnChild(Props Props, string Name) : INoSerializationVerificationNeeded;

/// <summary>The child is there.</summary>
/// <param name="Child">Its reference.</param>
public sealed record ChildSpawned(IActorRef Child) : INoSerializationVerificationNeeded;
