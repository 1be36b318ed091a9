namespace McpFuzzer.Actors.Os.Linux;

/// <summary>One descriptor that a loop watches.</summary>
internal sealed record Watch(ulong Key, int Descriptor, Action OnReady);
