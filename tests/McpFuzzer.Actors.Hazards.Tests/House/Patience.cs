namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>
/// How long to wait before a wait counts as failed. Only a backstop: a slow machine must not reach it.
/// </summary>
internal static class Patience
{
    internal static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
