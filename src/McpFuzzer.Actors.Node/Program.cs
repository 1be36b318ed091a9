using McpFuzzer.Actors.Node;
using McpFuzzer.Actors.Node.CommandLine;

switch (CommandLineReader.Read(args))
{
    case ParsedCommand.Show show:
        Console.Out.WriteLine(show.Text);
        return ExitCodes.Clean;
    case ParsedCommand.Refused refused:
        Console.Error.WriteLine($"mcpfuzzer: {refused.Message}");
        return ExitCodes.Usage;
    default:
        return ExitCodes.Fault;
}
