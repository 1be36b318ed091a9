using Akka.Configuration;

namespace McpFuzzer.Actors.Configuration;

/// <summary>
/// The reference configuration of each component, embedded into this assembly from the folder <c>hocon</c>.
/// </summary>
internal static class EmbeddedReference
{
    /// <summary>Loads one file, such as <c>watchdog.conf</c>.</summary>
    public static Config Load(string file) =>
        ConfigurationFactory.FromResource($"hocon/{file}", typeof(EmbeddedReference).Assembly);
}
