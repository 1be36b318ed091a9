using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Progress;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary><c>mcpfuzzer fuzz</c>: one campaign on a node of its own.</summary>
internal static class FuzzVerb
{
    private const string CampaignId = "fuzz";

    public static async Task<int> RunAsync(FuzzOptions options, NodeConsole console)
    {
        using var signals = new StopSignals();
        var configuration = NodeConfiguration.Load(
            options.Configuration,
            AmbientSettings.Read(Environment.CurrentDirectory)
        );
        var settings = NodeSettings.Read(configuration);
        var spec = FuzzPlan.Spec(
            options,
            options.Seed ?? Random.Shared.Next(1, 1_000_000_000),
            OwnCommand.SampleServer
        );
        await using var node = await RunningNode.StartAsync(
            FuzzPlan.WithRoomInExecutor(configuration, spec),
            settings,
            console
        );
        using var report = ReportWriter.Open(options, spec, OwnCommand.AsTyped);

        Action<string> tell = options.NoProgress ? _ => { } : console.WriteErrorLine;
        var unsent = new UnsentCases();
        var command = string.Join(' ', SecretRules.MaskArguments(spec.Target.Command, spec.Target.Redact));
        tell($"mcpfuzzer: fuzzing {Printable.Escape(command)}, seed {spec.Seed}");
        return await RunCampaignAsync(
            node,
            spec,
            report,
            unsent,
            Screen(options, settings, console),
            signals,
            tell
        ) switch
        {
            CampaignResult.Ended(var completed) => Finish(
                options,
                completed,
                report,
                unsent,
                console,
                signals.ExitCode
            ),
            CampaignResult.Rejected(var rejection) => Refused(rejection, console),
            _ => throw new InvalidOperationException("the campaign's actors ended without an answer"),
        };
    }

    private static async Task<CampaignResult> RunCampaignAsync(
        RunningNode node,
        CampaignSpec spec,
        ReportWriter report,
        UnsentCases unsent,
        ICampaignScreen screen,
        StopSignals signals,
        Action<string> tell
    )
    {
        await using var shown = screen;
        var result = new TaskCompletionSource<CampaignResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = node.System.ActorOf(
            CampaignObserverActor.Props(
                node.Campaigns,
                new StartCampaign(CampaignId, spec),
                campaignEvent =>
                {
                    if (campaignEvent is CaseCompleted completed)
                    {
                        report.Append(completed);
                        unsent.Count(completed);
                    }

                    screen.Show(campaignEvent);
                },
                result
            ),
            "observer"
        );
        if (await Task.WhenAny(result.Task, signals.First) == signals.First)
        {
            tell("mcpfuzzer: stopping in order; another signal hurries it");
            observer.Tell(CampaignObserverActor.Stop.Instance);
            if (await Task.WhenAny(result.Task, signals.Second) == signals.Second)
            {
                // In a hurry: what is left of the ladder is left out. The campaign ends as its targets do.
                node.Manager.Tell(new StopAllProcesses(Force: true), ActorRefs.NoSender);
            }
        }

        return await result.Task;
    }

    private static int Finish(
        FuzzOptions options,
        CampaignCompleted completed,
        ReportWriter report,
        UnsentCases unsent,
        NodeConsole console,
        int? signalled
    )
    {
        if (completed.Summary.SkippedTools.Count > 0)
        {
            var skipped = string.Join(", ", completed.Summary.SkippedTools.Select(tool => Printable.Escape(tool)));
            console.WriteErrorLine($"mcpfuzzer: skipped as destructive (--destructive calls them): {skipped}");
        }

        if (unsent.Line(completed.Summary.EndedBy) is { } line)
        {
            console.WriteErrorLine($"mcpfuzzer: {line}");
        }

        if (FuzzVerdict.IsWorthReporting(completed))
        {
            report.Write(completed);
            console.WriteOutput(
                options.Json ? [FuzzResult.Json(completed, report)] : FuzzResult.Lines(completed, report)
            );
        }

        if (completed.Failure is { } failure)
        {
            console.WriteFailure(failure.Message, failure.StderrTail);
        }

        return FuzzVerdict.ExitCode(completed, options.FailOn, signalled);
    }

    private static int Refused(CommandRejected rejection, NodeConsole console)
    {
        console.WriteFailure(rejection.Message, "");
        return rejection.Reason == RejectReason.InvalidSpec ? ExitCodes.Usage : ExitCodes.Fault;
    }

    private static ICampaignScreen Screen(FuzzOptions options, NodeSettings settings, NodeConsole console) =>
        options.NoProgress ? new QuietScreen()
        : console.IsLive ? new LiveScreen(console, TimeProvider.System)
        : new PlainScreen(console.WriteErrorLine, TimeProvider.System, settings.ProgressInterval);
}
