using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Testing;

/// <summary>Fuzzes an MCP server on stdio, in one call.</summary>
public static class McpFuzz
{
    /// <summary>
    /// Starts the server, fuzzes it, and stops it. The servers run under supervision in this process; when the task
    /// completes in any way, none of their processes is left.
    /// </summary>
    /// <param name="command">
    /// The command of the server and its arguments, never a shell string. A command with a slash is relative to
    /// <see cref="McpFuzzOptions.WorkingDirectory" />; one without is looked up on the PATH.
    /// </param>
    /// <param name="options">What differs from the defaults; null is nothing.</param>
    /// <param name="cancellationToken">Stops the campaign and the servers.</param>
    /// <returns>The findings, worst first, and what was done.</returns>
    /// <exception cref="McpFuzzException">
    /// The server could not be started, did not speak MCP, ended the campaign by failing for good, or was sent no call.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="Client.Configuration.SettingsException">
    /// A setting of <see cref="McpFuzzOptions.Hocon" /> is rejected; the message names its path.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the servers are stopped.</exception>
    public static async Task<McpFuzzReport> RunAsync(
        IReadOnlyList<string> command,
        McpFuzzOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new McpFuzzOptions();
        var spec = options.SpecFor(command);
        await using var node = await LoneNode.StartAsync(spec, options.Hocon);
        var result = await node.RunAsync(spec, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result switch
        {
            CampaignResult.Ended(var completed) => McpFuzzReport.Of(spec, completed),
            CampaignResult.Rejected({ Reason: RejectReason.InvalidSpec } rejection) => throw new ArgumentException(
                rejection.Message,
                nameof(options)
            ),
            CampaignResult.Rejected(var rejection) => throw new InvalidOperationException(rejection.Message),
            CampaignResult.Lost(var fault) => throw new InvalidOperationException(
                "the campaign failed, which is a fault of McpFuzzer.Actors",
                fault
            ),
            _ => throw new InvalidOperationException($"no rule for {result.GetType().Name}"),
        };
    }
}
