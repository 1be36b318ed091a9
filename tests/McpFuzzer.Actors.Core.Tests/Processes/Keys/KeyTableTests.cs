using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes.Keys;

public sealed class KeyTableTests
{
    private static readonly ProcessKey[] Keys = [new("a"), new("b"), new("c")];

    /// <summary>A pid may be reused before the exit of its first owner is reported: the last start counts.</summary>
    [Fact]
    public void Should_find_a_running_process_by_its_pid_in_any_sequence() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[1, 2])
            .Array[0, 30]
            .Sample(steps =>
            {
                var (table, number, running) = (
                    KeyTable.Empty,
                    0L,
                    new Dictionary<ProcessKey, (long Number, int Pid)>()
                );
                foreach (var (index, step, pid) in steps)
                {
                    var key = Keys[index];
                    var before = table.Run(key);
                    switch (step)
                    {
                        case 0:
                            table = table.Remove(key);
                            running.Remove(key);
                            break;
                        case 1:
                            table = table.Set(Run(key, ++number));
                            running.Remove(key);
                            break;
                        case 2 when before is { LostBecause: null }:
                            table = table.Set(Started(before, pid));
                            running[key] = (before.Id.Number, pid);
                            break;
                        case 3 when before is not null:
                            table = table.Set(before with { LostBecause = "test" });
                            running.Remove(key);
                            break;
                        default:
                            break;
                    }

                    Assert.All(
                        [1, 2],
                        each =>
                            Assert.Equal(
                                running
                                    .Where(one => one.Value.Pid == each)
                                    .OrderBy(one => one.Value.Number)
                                    .LastOrDefault()
                                    .Key,
                                table.RunningAs(each)?.Key
                            )
                    );
                }
            });

    [Fact]
    public void Should_find_an_external_process_by_its_identity_until_it_is_removed()
    {
        var identity = new ExternalIdentity(7, 1);
        var external = new ExternalEntry(new RunId(Keys[0], 1), new RegisterExternal(7), new SenderId("s"));
        var table = KeyTable.Empty.Set(external);
        Assert.Null(table.BoundTo(identity));

        table = table.Set(external with { Identity = identity });
        Assert.Equal(external.Id, table.BoundTo(identity)?.Id);
        Assert.Null(table.BoundTo(identity with { StartTicks = 2 }));
        Assert.Null(table.RunningAs(7));

        Assert.Null(table.Remove(Keys[0]).BoundTo(identity));
    }

    [Fact]
    public void Should_not_mistake_an_entry_for_that_of_another_start()
    {
        var run = Run(Keys[0], number: 2);
        var external = new ExternalEntry(new RunId(Keys[1], 3), new RegisterExternal(7), new SenderId("s"));
        var table = KeyTable.Empty.Set(run).Set(external);

        Assert.Equal(run, table.Run(run.Id));
        Assert.Null(table.Run(run.Id with { Number = 1 }));
        Assert.Null(table.External(run.Id));
        Assert.Equal(external, table.External(external.Id));
        Assert.Null(table.External(external.Id with { Number = 1 }));
        Assert.Null(table.Run(external.Id));
        Assert.Null(table.BackOff(Keys[0]));
    }

    [Fact]
    public void Should_show_entries_in_the_order_of_their_starts()
    {
        var table = KeyTable.Empty;
        for (var number = 20; number > 0; number--)
        {
            table = table
                .Set(Run(new ProcessKey($"r{number}"), number))
                .Set(
                    new ExternalEntry(
                        new RunId(new ProcessKey($"x{number}"), number),
                        new RegisterExternal(7),
                        new SenderId("s")
                    )
                );
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), table.Runs.Select(run => run.Id.Number));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => (long)number),
            table.Externals.Select(external => external.Id.Number)
        );
        Assert.Equal(40, table.Count);
    }

    private static RunEntry Started(RunEntry run, int pid) =>
        run with
        {
            Started = new ProcessStarted(run.Key, 1, pid, DateTimeOffset.UnixEpoch, ContainmentLevel.Group),
        };

    private static RunEntry Run(ProcessKey key, long number) =>
        new(
            new RunId(key, number),
            Incarnation: 1,
            Lineage.Of(new ProcessSpec { Command = ["serve"] }, probe: null, seed: 1, number),
            Starter: null
        )
        {
            ShownCommand = [],
            BegunAt = DateTimeOffset.UnixEpoch,
            Since = TimeSpan.Zero,
        };
}
