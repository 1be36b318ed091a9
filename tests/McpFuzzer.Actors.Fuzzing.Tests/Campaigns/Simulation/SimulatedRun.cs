using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;

/// <summary>One isolation run on a fresh simulated server.</summary>
internal sealed class SimulatedRun : IServerListener
{
    private readonly Agenda _agenda;
    private readonly RunScript _script;
    private readonly Action<Observation> _ended;
    private readonly TimeSpan _begun;
    private readonly TimeSpan _longest;
    private readonly SimulatedServer _server;
    private readonly List<Candidate> _stream = [];
    private readonly Dictionary<string, ObservedCall> _observed = new(StringComparer.Ordinal);
    private readonly Queue<FuzzCase> _inTurn = [];
    private int _missing;
    private bool _isOver;

    public SimulatedRun(
        Agenda agenda,
        ServerFault fault,
        RunScript script,
        TimeSpan callTimeout,
        Action<Observation> ended
    )
    {
        (_agenda, _script, _ended, _begun) = (agenda, script, ended, agenda.Now);
        var lostAfter = PlannedCases.Settings.Thresholds.LostAfter;
        _longest = lostAfter > callTimeout ? lostAfter : callTimeout;
        _server = new SimulatedServer(agenda, fault, this);
        agenda.After(agenda.Draw(100), Begin);
    }

    public void Cancel() => Over(Observation.Nothing(_script, _agenda.Now - _begun));

    public void OnReply(FuzzCase call, ReplyAssessment assessment, TimeSpan elapsed) =>
        Ended(new ObservedCall(call, assessment, elapsed));

    public void OnLine(Candidate candidate) => _stream.Add(candidate);

    public void OnLost(FuzzCase call) => Ended(new ObservedCall(call, null, TimeSpan.Zero));

    public void OnExit() { }

    private void Begin()
    {
        foreach (var call in _script.Calls)
        {
            _inTurn.Enqueue(call);
        }

        _missing = _script.Mode is RunMode.InTurn ? 1 : _script.Calls.Count;
        if (_script.Calls.Count == 0)
        {
            Watch();
        }

        for (var sent = 0; sent < _missing; sent++)
        {
            Send(_inTurn.Dequeue());
        }
    }

    private void Send(FuzzCase call)
    {
        if (!_server.Take(call))
        {
            _agenda.After(TimeSpan.Zero, () => Ended(new ObservedCall(call, null, TimeSpan.Zero)));
            return;
        }

        _agenda.After(_longest, () => Ended(new ObservedCall(call, null, _longest)));
    }

    private void Ended(ObservedCall ended)
    {
        if (!_observed.TryAdd(ended.Case.CaseId, ended))
        {
            return;
        }

        if (_script.Mode is RunMode.InTurn && ended.Assessment is not null && _inTurn.TryDequeue(out var next))
        {
            Send(next);
        }
        else if (--_missing == 0)
        {
            Watch();
        }
    }

    private void Watch() =>
        _agenda.After(
            _script.Quiet + _agenda.Draw(10),
            () =>
                Over(
                    new Observation
                    {
                        Script = _script,
                        Opened = true,
                        Calls =
                        [
                            .. _script
                                .Calls.Where(call => _observed.ContainsKey(call.CaseId))
                                .Select(call => _observed[call.CaseId]),
                        ],
                        Stream = [.. _stream],
                        ShowsLife = _server.AnswersProbes,
                        Exit = _server.HasExited ? new ProcessExit.Code(134) : null,
                        Took = _agenda.Now - _begun,
                    }
                )
        );

    private void Over(Observation observation)
    {
        if (!_isOver)
        {
            _isOver = true;
            _server.Close();
            _ended(observation);
        }
    }
}
