using Akka.Actor;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>The actors that run a campaign's servers.</summary>
/// <param name="Connector">Opens sessions.</param>
/// <param name="Executor">Runs calls under its limits.</param>
/// <param name="Manager">Proves that a target is gone.</param>
internal sealed record TargetServices(IMcpConnector Connector, IActorRef Executor, IActorRef Manager);
