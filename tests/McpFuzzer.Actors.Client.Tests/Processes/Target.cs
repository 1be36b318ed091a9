using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Tests.Processes;

/// <summary>The process that these tests start, and the reply to its start.</summary>
internal static class Target
{
    public static ProcessKey Key { get; } = new("target");

    public static ProcessSpec Spec { get; } = new() { Command = ["target"] };

    public static ProcessStarted Started { get; } = new(Key, 3, 77, DateTimeOffset.UnixEpoch, ContainmentLevel.Session);
}
