using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>What the manager knows of a process that somebody else has started.</summary>
/// <param name="key">The key that was made for it.</param>
/// <param name="registration">As it was asked for.</param>
/// <param name="actor">Its actor.</param>
/// <param name="asker">Who is told the key, once.</param>
internal sealed class ExternalEntry(ProcessKey key, RegisterExternal registration, IActorRef actor, IActorRef asker)
{
    public const int OnlyIncarnation = 1;

    public ProcessKey Key => key;

    public IActorRef Actor => actor;

    public IActorRef Asker => asker;

    public string Name => registration.Name;

    /// <summary>Pid and start; null until it is bound.</summary>
    public (int Pid, long StartTicks)? Identity { get; set; }

    public bool IsBound => Identity is not null;

    public WatchdogProtocol.Watch Watch() =>
        new(key, OnlyIncarnation, actor, registration.Timeout, registration.AutoKill);

    public WatchdogProtocol.Unwatch Unwatch() => new(key, OnlyIncarnation);
}
