using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Runs.Terminals;
using McpFuzzer.Actors.Os.Foreground;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>One command in the foreground, on a lone node.</summary>
internal static class ForegroundRun
{
    private static readonly ProcessKey Key = new("run");

    /// <summary>Runs the command to its end, and returns the exit code.</summary>
    public static async Task<int> RunAsync(RunRequest request, NodeConsole console)
    {
        // First of all: a signal that comes during the start is for the command.
        using var signals = ReceivedSignals.CatchForeground();
        AddressSpace.RequireEnough();
        var configuration = Configure(request);
        var settings = NodeSettings.Read(configuration);
        var status = request.StatusFile is { } file ? StatusFile.Open(file) : null;
        using var terminal = request.IdleTimeout is null ? null : RunTerminal.TryOpen(request.Command.User);
        var spec = request.Spec(terminal);
        var run = new RunAssignment(
            Key,
            spec,
            request.IdleTimeout is null ? null : new RunStdio(spec.Restart.Mode != RestartMode.Never, terminal),
            line => Tell(console, line),
            terminal is null ? StandardStreams.StopSelf : terminal.StopSelf,
            TimeProvider.System
        )
        {
            Signal = RunSettings.SignalOf(configuration),
        };
        await using var node = await RunningNode.StartAsync(configuration, settings, console.WriteErrorLine);
        var record = await SuperviseAsync(node, run, signals);
        return Finish(run, record, request.PreserveStatus, status);
    }

    private static Config Configure(RunRequest request) =>
        NodeConfiguration.Load(
            request.Settings,
            AmbientSettings.Read(WorkingDirectory()),
            RunSettings.Profile(request.IdleTimeout)
        );

    private static string WorkingDirectory()
    {
        try
        {
            return OwnWorkingDirectory.Name;
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
            // The command could not see that its output was lost, so its own success says nothing.
            run.Tell(failure);
            exitCode = exitCode == 0 ? ExitCodes.NotRun : exitCode;
        }

        status?.Write(new StatusReport(run.Key, run.Spec, record, exitCode).ToJson());
        return exitCode;
    }

    private static void Tell(NodeConsole console, string line) =>
        console.WriteErrorLine($"mcpfuzzer: {Printable.Escape(line)}");
}
