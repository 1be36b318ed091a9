namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>
/// How long is waited before a wait counts as failed; a backstop only, which a slow machine must not reach.
/// </summary>
internal static class Patience
{
    internal static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
