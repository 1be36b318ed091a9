namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>One way to run processes from .NET, in a separate operating-system process.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>
    /// Starts a command with stdin, stdout and stderr piped, reads all output and watches for the exit. Completes when
    /// the peer reports the start.
    /// </summary>
    Task<IChild> StartAsync(ChildOrder order);

    /// <summary>
    /// Keeps a number of children in flight that end by themselves, until the time is over. Returns how many have
    /// ended.
    /// </summary>
    Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length);
}

/// <summary>A peer whose parts can be measured alone.</summary>
internal interface IPartedPeer
{
    /// <summary>Sends a query that is answered at once.</summary>
    Task<IAsyncDisposable?> AskAsync();

    /// <summary>Starts <c>/bin/true</c> without actors; the disposal ends it.</summary>
    Task<IAsyncDisposable?> StartByHostAsync();
}

/// <summary>The child to start.</summary>
/// <param name="Command">The argument vector.</param>
/// <param name="Grace">The time between SIGTERM and SIGKILL at a stop, where the peer supports one.</param>
/// <param name="Timeout">The silence after which it counts as hung; null is for ever.</param>
internal sealed record ChildOrder(IReadOnlyList<string> Command, TimeSpan Grace, TimeSpan? Timeout = null)
{
    public static ChildOrder Of(params string[] command) => new(command, TimeSpan.FromSeconds(2));
}

/// <summary>A started child. Its disposal ends it with its descendants.</summary>
internal interface IChild : IAsyncDisposable
{
    int Pid { get; }

    /// <summary>
    /// The moment when its exit was seen, by <see cref="System.Diagnostics.Stopwatch.GetTimestamp" />.
    /// </summary>
    Task<long> Exited { get; }

    /// <summary>
    /// Completes when its exit is read, its outputs have ended, and the peer's other promises are kept.
    /// </summary>
    Task Ended { get; }

    /// <summary>Ends it with its descendants, as far as the peer can; a forced stop has no grace.</summary>
    Task StopAsync(bool force);
}

/// <summary>A child whose silence the peer notices.</summary>
internal interface IWatchedChild : IChild
{
    /// <summary>Reports that it is active now; the silence begins here.</summary>
    void ShowLife();
}
