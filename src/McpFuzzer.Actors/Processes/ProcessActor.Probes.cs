using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Checks which members are left, at the request of the machine.</summary>
internal sealed partial class ProcessActor
{
    private static readonly TimeSpan LateProbeInterval = TimeSpan.FromSeconds(1);

    private bool _isProbingLate;
    private long _lastProbe;

    private void BeginProbe(TimeSpan patience)
    {
        var probe = ++_lastProbe;
        _ = _handle!
            .FindMembersAsync(patience)
            .PipeTo(Self, success: members => new Probed(probe, members), failure: fault => new HostFailed(fault));
    }

    private void BeginLateProbe()
    {
        if (!_isProbingLate)
        {
            _isProbingLate = true;
            BeginProbe(TimeSpan.Zero);
        }
    }

    private void OnProbed(Probed probed)
    {
        if (!_state.HasEnded)
        {
            Advance(new ProcessInput.MembersFound(probed.Members));
            return;
        }

        _isProbingLate = false;
        if (_state.Phase == ProcessPhase.Unkillable && probed.Members.Count == 0)
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

    /// <summary>The live members that the probe of this number found.</summary>
    private sealed record Probed(long Probe, IReadOnlyList<int> Members)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed record ProbeDue(TimeSpan Patience) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class LateProbeDue : INoSerializationVerificationNeeded
    {
        public static readonly LateProbeDue Instance = new();
    }
}
