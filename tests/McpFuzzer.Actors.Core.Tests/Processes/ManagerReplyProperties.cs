using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>
/// Any kind of input, to any start of two keys and of external processes, in any stage and order: also those that no
/// actor would send.
/// </summary>
public sealed class ManagerReplyProperties
{
    private static readonly Gen<(int Input, int Subject)[]> Steps = Gen.Select(
        Gen.Int[0, ManagerInputs.Names.Count - 1],
        Gen.Int[0, 100]
    ).Array[0, 80];

    [Fact]
    public void Should_reply_to_each_command_exactly_once_in_any_sequence() =>
        Steps.Sample(steps =>
        {
            var world = new World();
            foreach (var (input, subject) in steps)
            {
                world.Take(ManagerInputs.Names[input], subject);
            }

            world.ComeToRest();
        });

    private sealed class World
    {
        private readonly ManagerRun _machine = new();
        private readonly List<RunId> _subjects = [new(new ProcessKey("a"), -1), new(new ProcessKey("b"), -2)];
        private readonly Dictionary<SenderId, int> _replies = [];
        private readonly HashSet<(ProcessKey Key, int Incarnation, string Event)> _published = [];
        private long _senders;

        public void Take(string input, int subject)
        {
            var sender = new SenderId(++_senders);
            if (ManagerInputs.WithReply.Contains(input))
            {
                _replies.Add(sender, 0);
            }

            // The newest starts come up most often.
            var run = _subjects[Math.Max(0, _subjects.Count - 1 - (subject % 4))];
            _machine.Feed(ManagerInputs.Make(input, _machine, run, sender));
            Check();
        }

        /// <summary>Lets each actor fail, and checks that no sender was lost.</summary>
        public void ComeToRest()
        {
            Take("ShutdownManager", 0);
            foreach (var run in _subjects.ToList())
            {
                Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
                Feed(new ManagerInput.Reaped(run, [], Fault: null));
            }

            Assert.Equal(0, _machine.State.Keys.Count);
            Assert.All(_replies, reply => Assert.True(reply.Value == 1, $"{reply.Key} had {reply.Value} replies"));
        }

        private void Feed(ManagerInput input)
        {
            _machine.Feed(input);
            Check();
        }

        private void Check()
        {
            foreach (var effect in _machine.Effects)
            {
                switch (effect)
                {
                    case ManagerEffect.Begin begin:
                        _subjects.Add(begin.Run);
                        break;
                    case ManagerEffect.Bind bind:
                        _subjects.Add(bind.Run);
                        break;
                    case ManagerEffect.Publish { Event: var what } when KindOf(what) is { } kind:
                        Assert.True(_published.Add((what.Key, what.Incarnation, kind)), $"{what} came twice");
                        break;
                    default:
                        break;
                }

                if (ManagerWorld.RepliedTo(effect) is { } sender && _replies.TryGetValue(sender, out var before))
                {
                    Assert.True(before == 0, $"{sender} had a second reply: {effect}");
                    _replies[sender] = 1;
                }
            }
        }

        /// <summary>Returns what an incarnation publishes once at most.</summary>
        private static string? KindOf(IProcessEvent what) =>
            what switch
            {
                ProcessStarted or ProcessExited => what.GetType().Name,
                ProcessStopped
                or ProcessUnkillable
                or ProcessLost when !what.Key.Value.StartsWith("external-", StringComparison.Ordinal) => "end",
                _ => null,
            };
    }
}
