using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Os.Foreground;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>One campaign on a lone node, from its start to its reports.</summary>
internal static class FuzzCampaign
{
    private const string CampaignId = "fuzz";

    public static async Task<int> RunAsync(FuzzRequest request, NodeConsole console)
    {
        AddressSpace.RequireEnough();
        using var signals = new StopSignals();
        using var fileSizeLimit = FileSizeLimit.Survive();
        var configuration = NodeConfiguration.Load(request.Settings, AmbientSettings.Read(OwnWorkingDirectory.Name));
        var settings = NodeSettings.Read(configuration);
        var (spec, output) = (request.Spec, request.Output);
        await using var node = await RunningNode.StartAsync(
            ExecutorConcurrency.For(configuration, spec),
            settings,
            console
        );
        using var recorder = CampaignRecorder.Open(
            output.Folder,
            spec,
            OracleThresholds.Read(node.System.Settings.Config).Shown,
            OwnCommand.AsTyped,
            line => console.WriteErrorLine($"mcpfuzzer: {line}")
        );

        Action<string> announce = output.IsQuiet ? _ => { } : console.WriteErrorLine;
        var command = string.Join(' ', SecretRules.MaskArguments(spec.Target.Command, spec.Target.Redact));
        announce($"mcpfuzzer: fuzzing {Printable.Escape(command)}, seed {spec.Seed}");
        return await RunCampaignAsync(
            node,
            spec,
            recorder,
            Screen(output, spec.Duration, settings, console),
            signals,
            announce
        ) switch
        {
            CampaignResult.Ended(var completed) => Finish(output, completed, recorder, console, signals.ExitCode),
            CampaignResult.Rejected(var rejection) => Rejected(rejection, console),
            _ => throw new InvalidOperationException("the actors of the campaign ended without a reply"),
        };
    }

    private static async Task<CampaignResult> RunCampaignAsync(
        RunningNode node,
        CampaignSpec spec,
        CampaignRecorder recorder,
        ICampaignScreen screen,
        StopSignals signals,
        Action<string> announce
    )
    {
        await using var shown = screen;
        var run = CampaignRun.Start(
            node.System,
            node.Campaigns,
            new StartCampaign(CampaignId, spec),
            campaignEvent =>
            {
                recorder.Record(campaignEvent);
                screen.Show(campaignEvent);
            }
        );
        if (await Task.WhenAny(run.Result, signals.First) == signals.First)
        {
            announce("mcpfuzzer: stopping in order; another signal kills the targets");
            run.Stop();
            if (await Task.WhenAny(run.Result, signals.Second) == signals.Second)
            {
                // The targets are killed without the rest of the ladder. The campaign ends when its targets have.
                node.Manager.Tell(new StopAllProcesses(Force: true), ActorRefs.NoSender);
            }
        }

        return await run.Result;
    }

    private static int Finish(
        FuzzOutput output,
        CampaignCompleted completed,
        CampaignRecorder recorder,
        NodeConsole console,
        int? signalled
    )
    {
        foreach (var note in CoverageGaps.Lines(completed))
        {
            console.WriteErrorLine($"mcpfuzzer: {note}");
        }

        var exitCode = FuzzVerdict.ExitCode(completed, output.FailOn, signalled);
        if (FuzzVerdict.IsWorthReporting(completed))
        {
            var areWritten = false;
            try
            {
                // The disk may be full, so that the results come before the files. A lost stdout costs no file.
                console.WriteOutput(FuzzResult.Of(completed, recorder.Report, output.IsJson, console.Layout));
            }
            finally
            {
                areWritten = recorder.Write(completed);
            }

            exitCode = FuzzVerdict.WithReports(exitCode, areWritten);
        }

        if (completed.Failure is { } failure)
        {
            console.WriteFailure(failure.Message, failure.StderrTail);
        }

        return exitCode;
    }

    private static int Rejected(CommandRejected rejection, NodeConsole console)
    {
        console.WriteFailure(rejection.Message, "");
        return rejection.Reason == RejectReason.InvalidSpec ? ExitCodes.Usage : ExitCodes.Fault;
    }

    private static ICampaignScreen Screen(
        FuzzOutput output,
        TimeSpan? duration,
        NodeSettings settings,
        NodeConsole console
    ) =>
        output.IsQuiet ? new QuietScreen()
        : console.IsLive ? new LiveScreen(console, TimeProvider.System, duration)
        : new PlainScreen(console.WriteErrorLine, TimeProvider.System, settings.ProgressInterval, duration);
}
