using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// The host has thrown where it was to answer. A type of its own: a Status.Failure may be anybody's, of another node
/// too.
/// </summary>
internal sealed record HostFailed(Exception Fault) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
