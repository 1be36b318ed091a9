using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>Runs a machine against servers that are a few lines each, with what happens at the same time in an order drawn from a seed.</summary>
internal sealed class SimulatedCampaign
{
    private const int MostSteps = 200_000;

    private static readonly JsonElement Result = JsonDocument
        .Parse("""{"content":[{"type":"text","text":"ok"}]}""")
        .RootElement.Clone();

    private static readonly JsonElement ToolError = JsonDocument
        .Parse("""{"content":[{"type":"text","text":"no"}],"isError":true}""")
        .RootElement.Clone();

    private readonly CampaignMachine _machine;
    private readonly Random _random;
    private readonly Server[] _servers;

    public SimulatedCampaign(CampaignSpec spec, CampaignSettings settings, int seed)
    {
        Record = new CampaignRecord(spec, settings, new SuspicionBook());
        _machine = new CampaignMachine(Record);
        _random = new Random(seed);
        _servers = [.. Enumerable.Range(0, spec.Servers).Select(_ => new Server())];
    }

    public CampaignRecord Record { get; }

    public List<CampaignEffect> Effects { get; } = [];

    public List<(FuzzCase Case, CaseOutcome Outcome)> Outcomes { get; } = [];

    public List<FuzzCase> Sent { get; } = [];

    public CampaignEffect.Finish? Finished { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>Ends the campaign at this step, when set.</summary>
    public (int Step, CampaignEnd Reason)? EndAt { get; init; }

    /// <summary>Each server dies of its call of this number, whatever it is, when set.</summary>
    public int? DiesAtCall { get; init; }

    /// <summary>Fails this many starts after the first one.</summary>
    public int FailedStarts { get; set; }

    public SimulatedCampaign Run(IReadOnlyList<FuzzCase> plan)
    {
        Take(_machine.Start());
        var planned = false;
        for (var step = 0; Finished is null; step++)
        {
            Assert.True(step < MostSteps, "the campaign never ends");
            if (EndAt?.Step == step)
            {
                Take(_machine.End(EndAt.Value.Reason));
            }
            else if (!planned && Effects.Exists(effect => effect is CampaignEffect.ListTools))
            {
                planned = true;
                Take(_machine.Begin(plan, (_, _) => []));
            }
            else
            {
                var happens = Next();
                if (happens is TargetEvent.CallEnded ended)
                {
                    _servers[ended.Lane].Forget(ended.AttemptId);
                }

                Take(_machine.Handle(happens));
            }
        }

        return this;
    }

    private TargetEvent Next()
    {
        var soon = Pick(_servers.Index().SelectMany(server => server.Item.Soon.Select(_ => server.Index)).ToList());
        if (soon is { } lane)
        {
            return TakeSoon(lane);
        }

        // Nothing else can happen any more: time passes.
        var late = Pick(_servers.Index().Where(server => server.Item.Later.Count > 0).Select(server => server.Index));
        Assert.True(late is not null, "everything waits and nothing can happen");
        var events = _servers[late.Value].Later;
        var passed = events[0];
        events.RemoveAt(0);
        return passed;
    }

    private TargetEvent TakeSoon(int lane)
    {
        var events = _servers[lane].Soon;
        // Replies come through the executor and may overtake each other; nothing overtakes what the reader tells by itself.
        var index = _random.Next(Math.Min(events.Count, 3));
        var anomaly = events.FindIndex(happens => happens is TargetEvent.AnomalySeen);
        index = anomaly >= 0 && anomaly < index ? anomaly : index;
        var chosen = events[index];
        events.RemoveAt(index);
        return chosen;
    }

    private int? Pick(IEnumerable<int> lanes)
    {
        var choices = lanes.ToList();
        return choices.Count == 0 ? null : choices[_random.Next(choices.Count)];
    }

    private void Take(IReadOnlyList<CampaignEffect> effects)
    {
        foreach (var effect in effects)
        {
            Effects.Add(effect);
            Take(effect);
        }
    }

    private void Take(CampaignEffect effect)
    {
        switch (effect)
        {
            case CampaignEffect.Open open:
                Open(open);
                break;
            case CampaignEffect.Call call:
                Call(call);
                break;
            case CampaignEffect.Ping ping:
                var pinged = _servers[ping.Lane];
                var answers = pinged is { Dead: false, Stuck: false };
                (answers ? pinged.Soon : pinged.Later).Add(new TargetEvent.Pinged(ping.Lane, ping.Generation, answers));
                break;
            case CampaignEffect.AwaitLastWords wait:
                _servers[wait.Lane].Later.Add(new TargetEvent.LastWordsOver(wait.Lane, wait.Generation));
                break;
            case CampaignEffect.Rest rest:
                _servers[rest.Lane].Later.Add(new TargetEvent.Rested(rest.Lane, rest.Generation));
                break;
            case CampaignEffect.Close close:
                Close(close);
                break;
            case CampaignEffect.TellCase told:
                Outcomes.Add((told.Case, told.Outcome));
                break;
            case CampaignEffect.Finish finish:
                Assert.Null(Finished);
                Finished = finish;
                break;
            default:
                break;
        }
    }

    private void Open(CampaignEffect.Open open)
    {
        var (lane, generation) = (open.Lane, open.Generation);
        Assert.True(_servers[lane].Closed, "a server was started beside a living one");
        var server = _servers[lane] = new Server { Generation = generation };
        if (generation > 1 && FailedStarts > 0)
        {
            FailedStarts--;
            server.Closed = true;
            server.Soon.Add(new TargetEvent.OpenFailed(lane, generation, "it would not", ""));
            return;
        }

        server.Closed = false;
        server.Soon.Add(new TargetEvent.Opened(lane, generation, new ServerIdentity("s", "1", "2025-11-25")));
    }

    private void Close(CampaignEffect.Close close)
    {
        var server = _servers[close.Lane];
        server.Soon.Clear();
        server.Later.Clear();
        server.Closed = true;
        var cause = server.Dead ? ExitCause.Exited : ExitCause.Requested;
        server.Soon.Add(
            new TargetEvent.Closed(
                close.Lane,
                close.Generation,
                new TargetEnd(new ProcessExit.Code(134), cause, "", ProvenGone: true)
            )
        );
    }

    private void Call(CampaignEffect.Call call)
    {
        var server = _servers[call.Lane];
        Assert.False(server.Closed, "a call was sent to a closed server");
        Sent.Add(call.Case);
        server.InFlight.Add(call.AttemptId);
        MostInFlight = Math.Max(MostInFlight, server.InFlight.Count);
        if (server.Dead)
        {
            server.Soon.Add(Ended(call, new McpReply.Lost(Written: false)));
            return;
        }

        server.Calls++;
        if (server.Calls == DiesAtCall)
        {
            server.Open.Add(call);
            Die(server, call);
            return;
        }

        var behaviour = PlannedCases.BehaviourOf(call.Case);
        if (server.Stuck || behaviour is Behaviour.NeverAnswers or Behaviour.Sticks)
        {
            server.Stuck |= behaviour is Behaviour.Sticks;
            server.Later.Add(Ended(call, new McpReply.TimedOut(call.Timeout)));
            if (behaviour is Behaviour.Sticks)
            {
                // Whoever else waits, waits in vain.
                Fail(server, attempt => new McpReply.TimedOut(attempt.Timeout), server.Later);
            }

            return;
        }

        server.Open.Add(call);
        switch (behaviour)
        {
            case Behaviour.Dies:
                Die(server, call);
                break;
            case Behaviour.DiesAfterAnswering:
                Answer(server, call, Result);
                Die(server, call);
                break;
            case Behaviour.Logs:
                var anomaly = new StreamAnomaly(StreamAnomalyKind.Noise, "[debug] noise");
                server.Soon.Add(new TargetEvent.AnomalySeen(call.Lane, call.Generation, anomaly));
                Answer(server, call, Result);
                break;
            case Behaviour.LogsAfterAnswering:
                Answer(server, call, Result);
                var late = new StreamAnomaly(StreamAnomalyKind.Noise, "[debug] noise");
                server.Soon.Add(new TargetEvent.AnomalySeen(call.Lane, call.Generation, late));
                break;
            case Behaviour.SticksAfterAnswering:
                server.Stuck = true;
                server.Open.Remove(call);
                Fail(server, attempt => new McpReply.TimedOut(attempt.Timeout), server.Later);
                Answer(server, call, Result);
                break;
            case Behaviour.AnswersLate:
                server.Soon.Add(Ended(call, new McpReply.Result(Result, TimeSpan.FromSeconds(3))));
                break;
            case Behaviour.Refuses:
                Answer(server, call, ToolError);
                break;
            default:
                Answer(server, call, Result);
                break;
        }
    }

    private static void Answer(Server server, CampaignEffect.Call call, JsonElement result) =>
        server.Soon.Add(Ended(call, new McpReply.Result(result, TimeSpan.FromMilliseconds(3))));

    private void Die(Server server, CampaignEffect.Call call)
    {
        server.Dead = true;
        // Replies that are on their way arrive or not.
        Fail(server, _ => new McpReply.Lost(Written: true), server.Soon);
        foreach (var silent in server.Later.OfType<TargetEvent.CallEnded>().ToList())
        {
            server.Later.Remove(silent);
            server.Soon.Add(silent with { Reply = new McpReply.Lost(Written: true) });
        }

        server.Soon.Insert(_random.Next(server.Soon.Count + 1), new TargetEvent.Exited(call.Lane, call.Generation));
    }

    private void Fail(Server server, Func<CampaignEffect.Call, McpReply> reply, List<TargetEvent> into)
    {
        foreach (var open in server.Open)
        {
            var answer = server.Soon.FindIndex(happens => IsReplyTo(happens, open));
            var arrives = answer >= 0 && _random.Next(2) == 0;
            if (answer >= 0 && !arrives)
            {
                server.Soon.RemoveAt(answer);
            }

            if (!arrives && server.InFlight.Contains(open.AttemptId))
            {
                into.Add(Ended(open, reply(open)));
            }
        }

        server.Open.Clear();
    }

    private static bool IsReplyTo(TargetEvent happens, CampaignEffect.Call call) =>
        happens is TargetEvent.CallEnded ended && ended.AttemptId == call.AttemptId;

    private static TargetEvent.CallEnded Ended(CampaignEffect.Call call, McpReply reply) =>
        new(call.Lane, call.Generation, call.AttemptId, reply);

    private sealed class Server
    {
        public int Generation { get; init; }

        public bool Closed { get; set; } = true;

        public bool Dead { get; set; }

        public bool Stuck { get; set; }

        public int Calls { get; set; }

        public List<TargetEvent> Soon { get; } = [];

        public List<TargetEvent> Later { get; } = [];

        public List<CampaignEffect.Call> Open { get; } = [];

        public HashSet<long> InFlight { get; } = [];

        public void Forget(long attemptId)
        {
            InFlight.Remove(attemptId);
            Open.RemoveAll(call => call.AttemptId == attemptId);
        }
    }
}
