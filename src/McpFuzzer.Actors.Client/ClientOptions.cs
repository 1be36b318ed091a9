using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Nodes;

namespace McpFuzzer.Actors.Client;

/// <summary>How the clients ask. They are read when a client is made; later changes change nothing.</summary>
public sealed class ClientOptions
{
    /// <summary>
    /// How long an actor may be silent to what it answers at once, 1 ms to 1 d; 30 s. A command is sent once more after that, under the same <c>RequestId</c> where it has one, so that
    /// nothing is done twice, and waited for as long again; then a <see cref="TimeoutException" /> names it. An answer that takes its time (a stop, an execution) is waited for without bound while
    /// the actor answers a question each time that this has passed.
    /// </summary>
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many events of a stream may wait to be read, 1 and more; 10,000. A reader that falls further behind is told so by <see cref="Processes.EventsLostException" />.</summary>
    public int EventCapacity { get; set; } = 10_000;

    /// <summary>
    /// What <c>ExecuteWithRetryAsync</c> takes where it is given nothing. Null is the node's own (<c>mcp-fuzzer.executor.retry-count</c> and its neighbours) in a client that the hosting
    /// extension has registered, else one retry after 1 s, with a cap of 30 s and a jitter of 0.2.
    /// </summary>
    public RetryPolicy? Retry { get; set; }

    /// <summary>What timeouts run by; another one for tests.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal static RetryPolicy DefaultRetry { get; } =
        new(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0.2);

    /// <summary>A copy of what was given, or the defaults.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it and says what is allowed.</exception>
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
