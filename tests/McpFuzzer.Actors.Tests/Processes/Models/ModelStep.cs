using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>What a sequence is made of. A step that finds nothing to act on does nothing.</summary>
internal abstract record ModelStep
{
    private ModelStep() { }

    /// <summary>A command is sent.</summary>
    internal sealed record Ask(IManagerCommand Command) : ModelStep
    {
        public override string ToString() =>
            Command switch
            {
                StartProcess start =>
                    $"Start {start.Key}: {start.Spec.Command.Count} words, {start.Spec.Restart.Mode}{Id(start)}",
                StopProcess stop => $"Stop {stop.Key}@{stop.Incarnation} force {stop.Force}{Id(stop)}",
                _ => $"{Command}",
            };

        private static string Id(IWithRequestId command) => command.RequestId is { } id ? $" as {id}" : "";
    }

    /// <summary>Whether starts are answered at once, from now on.</summary>
    internal sealed record HoldStarts(bool Hold) : ModelStep;

    /// <summary>The oldest start that is held back is answered.</summary>
    internal sealed record AnswerStart(bool Succeeds) : ModelStep;

    /// <summary>The leader of a key exits, and leaves one member or none.</summary>
    internal sealed record Exit(ProcessKey Key, int Code, bool LeavesOne) : ModelStep;

    /// <summary>What a key's leader has left ends by itself.</summary>
    internal sealed record MembersEnd(ProcessKey Key) : ModelStep;

    /// <summary>SIGKILL does nothing to a key's process any more, or does it again.</summary>
    internal sealed record Killable(ProcessKey Key, bool Is) : ModelStep;

    /// <summary>A key's process shows the sign that its spec asks for.</summary>
    internal sealed record ShowSign(ProcessKey Key) : ModelStep;

    /// <summary>The next use of a key's handle throws.</summary>
    internal sealed record Fault(ProcessKey Key) : ModelStep;

    /// <summary>Time passes.</summary>
    internal sealed record Pass(TimeSpan Time) : ModelStep;
}
