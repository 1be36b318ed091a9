using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Nodes;

namespace McpFuzzer.Actors.Client;

/// <summary>Options of the clients. They are read when a client is created; later changes have no effect.</summary>
public sealed class ClientOptions
{
    /// <summary>
    /// How long an actor may take to reply to a command that it answers at once, 1 ms to 1 d. Default: 30 s. Then the
    /// command is sent once more, with the same <c>RequestId</c> if it has one, so it is not carried out twice. After
    /// the same time again, a <see cref="TimeoutException" /> names the command. The wait for a slow reply (a stop, an
    /// execution) is unlimited while the actor answers a query each time this has passed.
    /// </summary>
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many events of a stream may wait for their reader, at least 1. Default: 10,000. A reader that falls further
    /// behind gets <see cref="Processes.EventsLostException" />.
    /// </summary>
    public int EventCapacity { get; set; } = 10_000;

    /// <summary>
    /// The default policy of <c>ExecuteWithRetryAsync</c>. Null means the node's policy
    /// (<c>mcp-fuzzer.executor.retry-count</c> and the other retry keys) in a client that the hosting extension has
    /// registered, and otherwise one retry after 1 s, with a cap of 30 s and a jitter of 0.2.
    /// </summary>
    public RetryPolicy? Retry { get; set; }

    /// <summary>The clock of timeouts; tests may replace it.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal static RetryPolicy DefaultRetry { get; } =
        new(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0.2);

    /// <summary>Returns a validated copy, or the defaults.</summary>
    /// <exception cref="ArgumentException">A value is out of range. The message names it and what is
    /// allowed.</exception>
    internal static ClientOptions Checked(ClientOptions? options)
    {
        options ??= new ClientOptions();
        return options.FindError() is { } error
            ? throw new ArgumentException(error.ToString(), nameof(options))
            : new ClientOptions
            {
                AskTimeout = options.AskTimeout,
                EventCapacity = options.EventCapacity,
                Retry = options.Retry,
                Time = options.Time,
            };
    }

    private ValidationError? FindError() =>
        ClientBounds.AskTimeout.ErrorOf(nameof(AskTimeout), AskTimeout)
        ?? ClientBounds.EventCapacity.ErrorOf(nameof(EventCapacity), EventCapacity);
}
