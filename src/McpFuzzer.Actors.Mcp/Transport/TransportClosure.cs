using System.Text;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Targets;
using ModelContextProtocol.Client;

namespace McpFuzzer.Actors.Mcp.Transport;

/// <summary>Describes to the SDK's client, in its own types, why a connection has ended.</summary>
internal static class TransportClosure
{
    /// <summary>Makes the exception that completes the channel of messages.</summary>
    /// <param name="process">The process.</param>
    /// <param name="exit">What is known about its exit; null while it runs.</param>
    /// <param name="fault">The error that ended reading.</param>
    public static ClientTransportClosedException Of(TargetProcess process, IWaitReply? exit, Exception? fault)
    {
        var details = new StdioClientCompletionDetails { ProcessId = process.Pid, Exception = fault };
        if (exit is ProcessExited exited)
        {
            details.ExitCode = exited.Exit is ProcessExit.Code code ? code.Value : null;
            details.StandardErrorTail = Lines(exited.StderrTail);
            if (exited.Cause != ExitCause.Requested)
            {
                details.Exception ??= new IOException($"{process.Key} has ended: {exited.Exit}");
            }
        }

        return new ClientTransportClosedException(details);
    }

    private static string[] Lines(OutputTail tail) =>
        [
            .. Encoding
                .UTF8.GetString(tail.Bytes.Span)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => Printable.Escape(line.TrimEnd('\r'))),
        ];
}
