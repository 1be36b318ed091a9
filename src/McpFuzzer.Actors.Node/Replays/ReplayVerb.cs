using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Replays;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;

namespace McpFuzzer.Actors.Node.Replays;

/// <summary>
/// <c>mcpfuzzer replay</c>: sends the recorded calls of findings again, each finding to a fresh target.
/// </summary>
internal static class ReplayVerb
{
    public static async Task<int> RunAsync(ReplayOptions options, NodeConsole console)
    {
        AddressSpace.RefuseTooLittle();
        using var signals = new StopSignals();
        var plan = ReplayPlan.Of(FindingsReader.Read(options.File), options);
        var configuration = NodeConfiguration.Load(
            options.Configuration,
            AmbientSettings.Read(FilePaths.WorkingDirectory)
        );
        await using var node = await RunningNode.StartAsync(configuration, NodeSettings.Read(configuration), console);
        var defaults = new CampaignSpec { Target = plan.Target, Seed = 0 };
        var replay = Replay.On(
            node.Manager,
            plan.Target,
            node.System.Settings.Config,
            defaults.StartTimeout,
            defaults.CallTimeout,
            TimeProvider.System
        );

        using var ended = new CancellationTokenSource();
        var replaying = ReplayAsync(replay, plan.Findings, console, ended.Token);
        if (await Task.WhenAny(replaying, signals.First) == signals.First)
        {
            await ended.CancelAsync();
        }

        try
        {
            return await replaying;
        }
        catch (OperationCanceledException) when (signals.ExitCode is { } signalled)
        {
            return signalled;
        }
    }

    private static async Task<int> ReplayAsync(
        Replay replay,
        IReadOnlyList<Finding> findings,
        NodeConsole console,
        CancellationToken cancellation
    )
    {
        var exitCode = ExitCodes.Clean;
        foreach (var finding in findings)
        {
            var result = await replay.RunAsync(finding, cancellation);
            if (result is ReplayResult.TargetFailed { Failure: var failure })
            {
                console.WriteFailure(failure.Message, failure.StderrTail);
                return ExitCodes.TargetFailed;
            }

            console.WriteOutput(ReplayText.Lines(finding, result));
            exitCode = result is ReplayResult.Shows ? ExitCodes.Findings : exitCode;
        }

        return exitCode;
    }
}
