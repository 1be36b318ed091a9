using McpFuzzer.Actors.Node;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Replays;
using McpFuzzer.Actors.Node.Reports;
using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.SampleServer;

#pragma warning disable RS0030 // Main may block its thread. An async Main would have to be compiled at each start.
return (
    CommandLineReader.Read(ArgumentBytes.Restore(args)) switch
    {
        ParsedCommand.SampleServer => SampleMcpServer.RunAsync([], CancellationToken.None),
        ParsedCommand.Run run => RunVerb.RunAsync(run.Options),
        var command => RunOnConsoleAsync(command),
    }
)
    .GetAwaiter()
    .GetResult();
#pragma warning restore RS0030

static async Task<int> RunOnConsoleAsync(ParsedCommand command)
{
    var console = NodeConsole.Open();
    try
    {
        return await RunAsync(command, console);
    }
    catch (Exception exception)
    {
        return Refuse(exception, console);
    }
}

static async Task<int> RunAsync(ParsedCommand command, NodeConsole console)
{
    switch (command)
    {
        case ParsedCommand.Fuzz fuzz:
            return await FuzzVerb.RunAsync(fuzz.Options, console);
        case ParsedCommand.Replay replay:
            return await ReplayVerb.RunAsync(replay.Options, console);
        case ParsedCommand.Report report:
            return ReportVerb.Run(report.Options, console);
        case ParsedCommand.Node node:
            return await NodeVerb.RunAsync(node.Options, console);
        case ParsedCommand.Show show:
            console.WriteOutput([show.Text]);
            return ExitCodes.Clean;
        case ParsedCommand.Refused refused:
            console.WriteFailure(OneLine.Of(refused.Message), "");
            return refused.ExitCode;
        default:
            throw new InvalidOperationException($"no verb for {command}");
    }
}

static int Refuse(Exception exception, NodeConsole console)
{
    console.WriteErrorLine(Refusal.TextOf(exception));
    return Refusal.IsUsage(exception) ? ExitCodes.Usage : ExitCodes.Fault;
}
