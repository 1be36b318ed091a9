using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// The host has thrown instead of answering. It is a separate type, because a Status.Failure may come from any sender.
/// </summary>
internal sealed record HostFailed(Exception Fault) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
