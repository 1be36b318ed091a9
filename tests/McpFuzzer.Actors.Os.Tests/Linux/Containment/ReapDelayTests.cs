using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.Actors.Os.Tests.Linux.Containment;

public sealed class ReapDelayTests
{
    private readonly HandTime _time = new();
    private readonly ReapDelay _patience;

    public ReapDelayTests() => _patience = new ReapDelay(_time);

    [Fact]
    public void Should_reap_at_once_when_it_belongs_to_a_target() =>
        Assert.True(_patience.IsOver(New(OrphanKind.Ours)));

    [Fact]
    public void Should_leave_one_of_the_programs_to_an_owner_that_may_wait_for_it()
    {
        var orphan = New(OrphanKind.Programs);

        Assert.Equal([false, false, false, true], After(orphan, 0, 5, 4, 1));
    }

    [Fact]
    public void Should_wait_less_for_an_owner_when_there_are_many()
    {
        var crowd = Enumerable.Range(0, 9).Select(_ => New(OrphanKind.Programs)).ToList();
        crowd.ForEach(orphan => _patience.IsOver(orphan));
        _patience.BeginRound(crowd);

        Assert.Equal([false, true], After(crowd[0], 0.9, 0.1));

        _patience.BeginRound(crowd[1..]);
        Assert.False(_patience.IsOver(crowd[1]) || _patience.IsOver(crowd[1]));
    }

    [Fact]
    public void Should_count_rounds_when_the_program_was_stopped_for_a_while()
    {
        var orphan = New(OrphanKind.Programs);

        Assert.Equal([false, false, true], After(orphan, 0, 3600, 0));
    }

    private IEnumerable<bool> After(Orphan orphan, params double[] seconds) =>
        seconds.Select(pause =>
        {
            _time.Now += TimeSpan.FromSeconds(pause);
            return _patience.IsOver(orphan);
        });

    private static Orphan New(OrphanKind kind) =>
        new(Pid: 1, StartTicks: 1, kind, Set: null, IsSibling: false, OtherNode: 0);

    private sealed class HandTime : TimeProvider
    {
        internal TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
