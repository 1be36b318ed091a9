using Akka.Configuration;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>The configuration that an actor system needs for a remote runtime.</summary>
public static class WireConfiguration
{
    /// <summary>
    /// Binds the messages of the contracts to their serializer. A system with a runtime has this already. Another
    /// system uses it as a fallback of its configuration, together with a <see cref="Executions.WireSetup" /> if it
    /// sends operations.
    /// </summary>
    public static Config Reference { get; } =
        ConfigurationFactory.FromResource("hocon/wire.conf", typeof(WireConfiguration).Assembly);
}
