using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Replays;
using McpFuzzer.SampleServer;

var command = CommandLineReader.Read(args);
if (command is ParsedCommand.SampleServer)
{
    return await SampleMcpServer.RunAsync([], CancellationToken.None);
}

var console = NodeConsole.Open();
try
{
    return await RunAsync(command, console);
}
catch (Exception exception)
{
    return Refuse(exception, console);
}

static async Task<int> RunAsync(ParsedCommand command, NodeConsole console)
{
    switch (command)
    {
        case ParsedCommand.Fuzz fuzz:
            return await FuzzVerb.RunAsync(fuzz.Options, console);
        case ParsedCommand.Replay replay:
            return await ReplayVerb.RunAsync(replay.Options, console);
        case ParsedCommand.Show show:
            console.WriteOutput([show.Text]);
            return ExitCodes.Clean;
        case ParsedCommand.Refused refused:
            throw new UsageException(refused.Message);
        default:
            throw new InvalidOperationException($"no verb for {command}");
    }
}

// What the user can mend is one line; what we must mend comes with all that is known.
static int Refuse(Exception exception, NodeConsole console)
{
    var cause = exception is AggregateException { InnerExceptions.Count: 1 } single
        ? single.InnerException!
        : exception;
    if (cause is UsageException or SettingsException or OutputFolderException or FindingsFileException)
    {
        console.WriteFailure(OneLine.Of(cause.Message), "");
        return ExitCodes.Usage;
    }

    if (cause is OutputLostException)
    {
        console.WriteFailure(OneLine.Of(cause.Message), "");
        return ExitCodes.Fault;
    }

    console.WriteErrorLine($"mcpfuzzer: a fault of mcpfuzzer itself: {exception}");
    return ExitCodes.Fault;
}
