using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Tests.Hosting;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// Random sequences of commands to real processes that fork, ignore signals and end when they like: the same promises,
/// and nothing is left.
/// </summary>
[Collection(nameof(RealProcesses))]
public sealed class RealModelTests : IAsyncLifetime
{
    private const int Sequences = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Targets =
    [
        "exit 0",
        "exit 7",
        "kill -9 $$",
        "sleep 1000",
        "trap '' TERM; while :; do sleep 1; done",
        "(trap '' TERM; while :; do sleep 1; done) >/dev/null & exit 3",
        "sleep 1000 & sleep 1000 & wait",
        "echo line; sleep 0.02; exit 1",
    ];

    private static readonly StopLadder Ladder = new(
        TimeSpan.FromMilliseconds(20),
        TimeSpan.FromMilliseconds(50),
        TimeSpan.FromSeconds(30)
    );

    private readonly ProcessMark _mark = new();
    private RunningNode _node = null!;
    private int _sequence;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Assert.Empty(_mark.Find());
    }

    [Fact]
    public void Should_keep_its_promises_in_any_sequence() =>
        Gen.Select(Commands, Gen.Int[0, 3]).Array[1, 12].Sample(Run, iter: Sequences, threads: 1);

    private static Gen<Func<string, IManagerCommand>> Commands { get; } =
        Gen.Frequency(
            (
                5,
                Gen.Select(Gen.Int[0, 1], Gen.Int[0, Targets.Length - 1], Gen.Bool, Gen.Bool)
                    .Select(
                        (key, target, isPiped, restarts) =>
                            (Func<string, IManagerCommand>)(
                                name => new StartProcess(Spec(Targets[target], isPiped, restarts), KeyOf(name, key))
                            )
                    )
            ),
            (
                3,
                Gen.Select(Gen.Int[0, 1], Gen.Bool)
                    .Select(
                        (key, force) =>
                            (Func<string, IManagerCommand>)(name => new StopProcess(KeyOf(name, key), Force: force))
                    )
            ),
            (
                2,
                Gen.Select(Gen.Int[0, 1], Gen.Int[0, 60])
                    .Select(
                        (key, wait) =>
                            (Func<string, IManagerCommand>)(
                                name => new WaitForExit(KeyOf(name, key), TimeSpan.FromMilliseconds(wait))
                            )
                    )
            ),
            (
                1,
                Gen.Int[0, 1].Select(key => (Func<string, IManagerCommand>)(name => new WaitForReady(KeyOf(name, key))))
            ),
            (1, Gen.Int[0, 1].Select(key => (Func<string, IManagerCommand>)(name => new GetProcess(KeyOf(name, key))))),
            (1, Gen.Const(new Func<string, IManagerCommand>(_ => new ListProcesses())))
        );

    private static ProcessKey KeyOf(string sequence, int key) => new($"{sequence}-{key}");

    private static ProcessSpec Spec(string script, bool isPiped, bool restarts) =>
        new()
        {
            Command = ["sh", "-c", script],
            Stdin = isPiped ? StdioMode.Piped : StdioMode.Null,
            StopLadder = Ladder,
            Restart = restarts
                ? new RestartPolicy
                {
                    Mode = RestartMode.OnFailure,
                    MinBackoff = TimeSpan.FromMilliseconds(5),
                    MaxRestarts = 2,
                    Seed = 1,
                }
                : RestartPolicy.Never,
        };

    private void Run((Func<string, IManagerCommand> Make, int Haste)[] commands)
    {
        var name = $"s{++_sequence}";
        var ledger = new Ledger(_node.System, _node.Manager);
        foreach (var (make, haste) in commands)
        {
            var command = make(name);
            var sender = ledger.Ask(
                command is StartProcess start ? start with { Spec = _mark.On(start.Spec) } : command
            );
            // Most replies are waited for, so that the processes go on meanwhile; the others are raced.
            Assert.True(
                haste == 0 || SpinWait.SpinUntil(() => sender.Received.Count > 0, Patience),
                $"{command} was not answered"
            );
        }

        ledger.Ask(new StopAllProcesses());
        Assert.True(SpinWait.SpinUntil(() => ledger.IsAnswered, Patience), "not everything was answered");
        ledger.AssertEverythingWasReceived();
        Assert.Empty(_mark.Find());
    }
}
