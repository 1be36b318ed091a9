using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// A process that lives no longer than its owner: this object, its actor system and the program that it runs in. The
/// manager stops the process by its ladder when the object is disposed, when its actor system ends, and when its node
/// is lost. A node that is killed is lost some ten seconds later.
/// </summary>
public sealed class OwnedProcess : IAsyncDisposable
{
    private readonly ProcessManagerClient _client;
    private readonly IActorRef _owner;

    internal OwnedProcess(ProcessManagerClient client, IActorRef owner, ProcessStarted started)
    {
        _client = client;
        _owner = owner;
        Started = started;
    }

    /// <summary>How the process was started.</summary>
    public ProcessStarted Started { get; }

    /// <summary>The key of the process.</summary>
    public ProcessKey Key => Started.Key;

    /// <summary>Stops the process by its ladder, and returns when its set is empty.</summary>
    /// <exception cref="ProcessUnkillableException">Members outlived SIGKILL.</exception>
    /// <exception cref="ProcessLostException">The node's own handling of the process failed.</exception>
    /// <exception cref="TimeoutException">The manager does not reply.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _client.StopAsync(Key);
        }
        finally
        {
            _owner.Tell(PoisonPill.Instance);
        }
    }
}
