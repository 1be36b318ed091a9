using Akka.Configuration;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>What an actor system needs to talk to a runtime on another node.</summary>
public static class WireConfiguration
{
    /// <summary>
    /// Binds the messages of the contracts to their serializer. A system that hosts a runtime has it already; any other takes it as a fallback of its own configuration, together with a
    /// <see cref="Executions.WireSetup" /> where it sends operations.
    /// </summary>
    public static Config Reference { get; } =
        ConfigurationFactory.FromResource("hocon/wire.conf", typeof(WireConfiguration).Assembly);
}
