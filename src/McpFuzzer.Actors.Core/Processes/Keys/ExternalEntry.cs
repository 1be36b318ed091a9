using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// What the manager knows of a process that another program has started, and that the watchdog watches.
/// </summary>
/// <param name="Id">The key that was made for it, and its number.</param>
/// <param name="Registration">The command.</param>
/// <param name="Sender">The sender, who is waiting for the key.</param>
internal sealed record ExternalEntry(RunId Id, RegisterExternal Registration, SenderId Sender) : KeyEntry
{
    public const int OnlyIncarnation = 1;

    public override ProcessKey Key => Id.Key;

    public override KeyStage Stage => IsBound ? KeyStage.External : KeyStage.Binding;

    public override int? PresentIncarnation => null;

    /// <summary>Null until it is bound.</summary>
    public ExternalIdentity? Identity { get; init; }

    public bool IsBound => Identity is not null;
}

/// <summary>Identifies a process of the operating system. The pid alone could be reused.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTicks">When it started, as the kernel counts.</param>
internal sealed record ExternalIdentity(int Pid, long StartTicks);
