namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>One way to run processes from .NET; it has an operating-system process to itself.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Starts a command with stdin, stdout and stderr piped, all of it read and its exit watched. Completes as soon as the peer calls it started.</summary>
    Task<IChild> StartAsync(ChildOrder order);

    /// <summary>Keeps so many in flight that end by themselves, and starts no more when the time is over; how many have come to their end.</summary>
    Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length);
}

/// <summary>A peer whose parts can be tried one by one.</summary>
internal interface IPartedPeer
{
    /// <summary>A question that is answered at once.</summary>
    Task<IAsyncDisposable?> AskAsync();

    /// <summary>A start of <c>/bin/true</c> beneath the actors; its disposal ends it.</summary>
    Task<IAsyncDisposable?> StartByHostAsync();
}

/// <summary>What is started.</summary>
/// <param name="Command">The argument vector.</param>
/// <param name="Grace">How long SIGTERM may take when it is stopped, where the peer knows of such a thing.</param>
/// <param name="Timeout">How long it may be silent before it counts as hung; null is for ever.</param>
internal sealed record ChildOrder(IReadOnlyList<string> Command, TimeSpan Grace, TimeSpan? Timeout = null)
{
    public static ChildOrder Of(params string[] command) => new(command, TimeSpan.FromSeconds(2));
}

/// <summary>A started child. Its disposal leaves nothing of it.</summary>
internal interface IChild : IAsyncDisposable
{
    int Pid { get; }

    /// <summary>When its exit was seen, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp" /> there and then.</summary>
    Task<long> Exited { get; }

    /// <summary>Its exit has been read and its outputs are at their end; what else the peer promises of an end is kept.</summary>
    Task Ended { get; }

    /// <summary>Ends it with what it has started, as far as the peer can; forced is without grace.</summary>
    Task StopAsync(bool force);
}

/// <summary>A child whose silence is noticed.</summary>
internal interface IWatchedChild : IChild
{
    /// <summary>It is active now; silence counts from here.</summary>
    void ShowLife();
}
