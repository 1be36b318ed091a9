using System.CommandLine;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The options of <c>run</c> that limit what the command and its descendants use.</summary>
internal sealed class LimitOptions
{
    public IReadOnlyList<Option> Table =>
        [
            new VerbOption<long>(
                "--memory",
                "SIZE",
                "Ends the command when its processes use more memory. What they share counts once.",
                new Within<long>(LimitBounds.Memory),
                size => Limits = Known with { MemoryBytes = size }
            ),
            new VerbOption<int>(
                "--pids",
                "N",
                "Ends it when it has more processes and threads.",
                new Within<int>(LimitBounds.Pids),
                pids => Limits = Known with { Pids = pids }
            ),
            new VerbOption<TimeSpan>(
                "--cpu-time",
                "TIME",
                "Ends it when it has used more processor time.",
                new Within<TimeSpan>(LimitBounds.CpuTime),
                time => Limits = Known with { CpuTime = time }
            ),
            new VerbOption<int>(
                "--open-files",
                "N",
                "How many descriptors each of its processes may have open.",
                new Within<int>(LimitBounds.OpenFiles),
                files => Limits = Known with { OpenFiles = files }
            ),
        ];

    /// <summary>The limits; null where none was given.</summary>
    public ResourceLimits? Limits { get; private set; }

    private ResourceLimits Known => Limits ?? new ResourceLimits();
}
