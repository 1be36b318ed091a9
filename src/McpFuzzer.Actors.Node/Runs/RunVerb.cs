using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Runs.Terminals;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary><c>mcpfuzzer run</c>: one command in the foreground, on a node of its own.</summary>
internal static class RunVerb
{
    private static readonly ProcessKey Key = new("run");

    public static async Task<int> RunAsync(RunOptions options)
    {
        // First of all: what comes during the start is for the command.
        using var signals = new ReceivedSignals();

        // Akka.Hosting prints to stdout when a start fails, which its exception tells as well.
        Console.SetOut(TextWriter.Null);
        try
        {
            return await RunAsync(options, signals);
        }
        catch (Exception exception)
        {
            ErrorLines.Write(Refusal.TextOf(exception));
            return ExitCodes.NotRun;
        }
    }

    private static async Task<int> RunAsync(RunOptions options, ReceivedSignals signals)
    {
        AddressSpace.RefuseTooLittle();
        var configuration = Configure(options);
        var settings = NodeSettings.Read(configuration);
        var status = options.Status is { } file ? StatusFile.Open(file) : null;
        using var terminal = options.IdleTimeout is null ? null : RunTerminal.TryOpen(options.User);
        var run = new RunAssignment(
            Key,
            RunPlan.Spec(options, terminal),
            options.IdleTimeout is null ? null : new RunStdio(options.Restart != RestartMode.Never, terminal),
            Tell,
            terminal is null ? StandardStreams.StopSelf : terminal.StopSelf,
            TimeProvider.System
        )
        {
            Signal = RunPlan.Signal(configuration),
        };
        await using var node = await RunningNode.StartAsync(configuration, settings, ErrorLines.Write);
        var record = await SuperviseAsync(node, run, signals);
        return Finish(run, record, options.PreserveStatus, status);
    }

    private static Config Configure(RunOptions options) =>
        NodeConfiguration.Load(
            RunPlan.Overrides(options),
            AmbientSettings.Read(WorkingDirectory()),
            RunPlan.Profile(options)
        );

    private static string WorkingDirectory()
    {
        try
        {
            return FilePaths.WorkingDirectory;
        }
        catch (IOException gone)
        {
            throw new UsageException($"the working directory can't be used: {OneLine.Of(gone.Message)}");
        }
    }

    private static Task<RunRecord> SuperviseAsync(RunningNode node, RunAssignment run, ReceivedSignals signals)
    {
        var result = new TaskCompletionSource<RunRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = node.System.ActorOf(RunActor.Props(node.Manager, run, result), "run");
        signals.Listen(signal => actor.Tell(new RunActor.Received(signal), ActorRefs.NoSender));
        return result.Task;
    }

    private static int Finish(RunAssignment run, RunRecord record, bool preserveStatus, StatusFile? status)
    {
        var exitCode = RunExitCode.Of(record, run.Signal, preserveStatus);
        if (run.Stdio?.Failure is { } failure)
        {
            // The command could not see that its output went nowhere; its success would be a lie.
            Tell(failure);
            exitCode = exitCode == 0 ? ExitCodes.NotRun : exitCode;
        }

        status?.Write(new StatusReport(run.Key, run.Spec, record, exitCode).ToJson());
        return exitCode;
    }

    private static void Tell(string line) => ErrorLines.Write($"mcpfuzzer: {Printable.Escape(line)}");
}
