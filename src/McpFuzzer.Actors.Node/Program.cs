using McpFuzzer.Actors.Node;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

var console = NodeConsole.Open();
var line = TypedLine.Of(ArgumentBytes.Restore(args));
try
{
#pragma warning disable RS0030 // Main may block its thread. An async Main would have to be compiled at each start.
    return line.InvokeAsync(help => console.WriteOutput([help]), verb => verb.RunAsync(console))
        .GetAwaiter()
        .GetResult();
#pragma warning restore RS0030
}
catch (Exception exception)
{
    console.WriteErrorLine(FailureText.Of(exception));
    return FailureText.IsUsage(exception)
        ? line.Verb?.UsageCode ?? ExitCodes.Usage
        : line.Verb?.FaultCode ?? ExitCodes.Fault;
}
