using System.CommandLine;
using McpFuzzer.Actors.Contracts.Nodes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The options of <c>run</c> that restart the command.</summary>
internal sealed class RestartOptions
{
    private RestartPolicy _policy = new();
    private string? _needsRestart;

    public IReadOnlyList<Option> Table =>
        [
            new VerbOption<RestartMode>(
                "--restart",
                "WHEN",
                "Restarts the command when it ends; on-failure: unless it exits with code 0.",
                new Choices<RestartMode>(
                    ("never", RestartMode.Never),
                    ("on-failure", RestartMode.OnFailure),
                    ("always", RestartMode.Always)
                ),
                mode => _policy = _policy with { Mode = mode }
            )
            {
                ShowDefault = () => "never",
            },
            new VerbOption<int>(
                "--max-restarts",
                "N",
                "Gives up when more than N restarts are needed within a minute.",
                new Within<int>(ProcessBounds.MaxRestarts),
                SetMaxRestarts
            )
            {
                ShowDefault = () => $"{_policy.MaxRestarts}",
            },
            new VerbOption<TimeSpan>(
                "--restart-delay",
                "TIME",
                "Waits before the first restart. The delay doubles with each further restart, up to "
                    + $"{Durations.Show(_policy.MaxBackoff)}; a longer TIME does not grow.",
                new Within<TimeSpan>(NodeBounds.RestartDelay),
                SetDelay
            )
            {
                ShowDefault = () => Durations.Show(_policy.MinBackoff),
            },
        ];

    /// <summary>Returns the policy.</summary>
    /// <exception cref="UsageException">An option has no effect, since the command is never restarted.</exception>
    public RestartPolicy Policy() =>
        _needsRestart is { } option && _policy.Mode == RestartMode.Never
            ? throw new UsageException($"{option}: has no effect without --restart on-failure or always")
            : _policy;

    private void SetMaxRestarts(int restarts)
    {
        _needsRestart ??= "--max-restarts";
        _policy = _policy with { MaxRestarts = restarts };
    }

    private void SetDelay(TimeSpan delay)
    {
        _needsRestart ??= "--restart-delay";
        _policy = _policy with
        {
            MinBackoff = delay,
            MaxBackoff = delay > _policy.MaxBackoff ? delay : _policy.MaxBackoff,
        };
    }
}
