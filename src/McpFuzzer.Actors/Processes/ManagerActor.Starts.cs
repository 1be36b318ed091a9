using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Starts, by whoever asks and by restart policies.</summary>
internal sealed partial class ManagerActor
{
    private long _lastMadeKey;
    private long _lastOtherName;

    private void OnStart(StartProcessWithCallback start)
    {
        if (start is { Start: not null, Callback: not null })
        {
            OnStart(start.Start, start.Callback);
        }
        else
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.InvalidSpec,
                    "StartProcessWithCallback: Start and Callback must not be null"
                )
            );
        }
    }

    private void OnStart(StartProcess start, ActivityCallback? callback = null)
    {
        if (_shutdown is not null)
        {
            Asker.Tell(new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and starts nothing more"));
            return;
        }

        var faults = ProcessSpecRules.Validate(start.Spec, start.Key, callback is not null);
        if (faults.Count > 0)
        {
            Asker.Tell(new CommandRejected(RejectReason.InvalidSpec, string.Join("; ", faults)));
            return;
        }

        var key = start.Key ?? MakeKey();
        if (_live.ContainsKey(key) || _externals.ContainsKey(key))
        {
            Asker.Tell(new CommandRejected(RejectReason.AlreadyExists, $"{key} has not ended"));
            return;
        }

        if (_backingOff.ContainsKey(key))
        {
            Asker.Tell(new CommandRejected(RejectReason.AlreadyExists, $"{key} waits for its restart"));
            return;
        }

        Begin(key, _history.NextOf(key), new Lineage(start.Spec, _time, ProbeOf(callback)), Asker);
    }

    private void Begin(ProcessKey key, int incarnation, Lineage lineage, IActorRef starter)
    {
        var spec = lineage.Spec;
        var ladder = spec.StopLadder ?? _settings.Ladder;
        var assignment = new Assignment(
            key,
            incarnation,
            spec,
            ladder,
            _host.Promises.Containment,
            SecretMask.Of(spec, _environment),
            new Launch(_host, spec, ladder.Verify),
            _settings.SampleInterval,
            lineage.Probe,
            lineage.Restarts
        );
        var actor = Context.ActorOf(
            ProcessActor.Props(assignment, _time, _consumers.GetValueOrDefault(key)),
            NameFor(key)
        );
        Context.WatchWith(actor, new ActorEnded(key, actor));
        _live[key] = new ManagedProcess(assignment, lineage, actor, starter, _time);
        _history.Unlist(key);
    }

    /// <summary>The key's last actor may still be handing its last output to a consumer, under the plain name.</summary>
    private string NameFor(ProcessKey key) =>
        Context.Child($"p-{key}").IsNobody() ? $"p-{key}" : $"p-{key}~{++_lastOtherName}";

    private ProcessKey MakeKey()
    {
        ProcessKey key;
        do
        {
            key = new ProcessKey($"process-{++_lastMadeKey}");
        } while (PresentOf(key) is not null);

        return key;
    }
}
