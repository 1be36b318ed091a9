using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Looks who lives, when the machine wants to know.</summary>
internal sealed partial class ProcessActor
{
    private static readonly TimeSpan LateLook = TimeSpan.FromSeconds(1);

    private bool _lookingLate;
    private long _lastLook;

    private void BeginLook(TimeSpan patience)
    {
        var look = ++_lastLook;
        _ = _handle!
            .FindMembersAsync(patience)
            .PipeTo(Self, success: members => new Seen(look, members), failure: fault => new HostFailed(fault));
    }

    private void BeginLookLate()
    {
        if (!_lookingLate)
        {
            _lookingLate = true;
            BeginLook(TimeSpan.Zero);
        }
    }

    private void OnSeen(Seen seen)
    {
        if (!_state.HasEnded)
        {
            Advance(new ProcessInput.MembersFound(seen.Members));
            return;
        }

        _lookingLate = false;
        if (_state.Phase == ProcessPhase.Unkillable && seen.Members.Count == 0)
        {
            _log.Warning(
                "Nothing is left of unkillable {ProcessKey} incarnation {Incarnation}",
                Key,
                _assignment.Incarnation
            );
            CancelAll();
            Report(new ManagerInput.Emptied(_assignment.Run));
        }
    }

    /// <summary>Who lives, by the look of that number.</summary>
    private sealed record Seen(long Look, IReadOnlyList<int> Members)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed record Look(TimeSpan Patience) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class LookLate : INoSerializationVerificationNeeded
    {
        public static readonly LookLate Instance = new();
    }
}
