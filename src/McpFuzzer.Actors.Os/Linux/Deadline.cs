namespace McpFuzzer.Actors.Os.Linux;

/// <summary>An action that a loop runs later.</summary>
internal sealed class Deadline(Action action)
{
    internal Action? Action { get; private set; } = action;

    internal void Cancel() => Action = null;
}
