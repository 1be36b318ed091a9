using System.Diagnostics;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Tests.Threads;

public sealed class PreciseTimersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly PreciseTimers _time = new();

    [Fact]
    public async Task Should_fire_each_in_order_of_its_due_time_and_none_too_early()
    {
        var firings = new Firings(wanted: 3);
        var begin = Stopwatch.GetTimestamp();
        var due = new Dictionary<int, (TimeSpan Earliest, TimeSpan Latest)>();
        // Created in another order than they are due. Each counts from its own creation, so that a machine that stalls
        // between them changes the order.
        foreach (var after in (int[])[60, 20, 40])
        {
            var before = Stopwatch.GetElapsedTime(begin);
            _ = _time.CreateTimer(firings.Callback, after, TimeSpan.FromMilliseconds(after), Never);
            var made = Stopwatch.GetElapsedTime(begin);
            due.Add(after, (before + TimeSpan.FromMilliseconds(after), made + TimeSpan.FromMilliseconds(after)));
        }

        await firings.AllAsync();

        var states = firings.States.Cast<int>().ToArray();
        Assert.Equal([20, 40, 60], states.Order());
        for (var n = 0; n < states.Length; n++)
        {
            var (earliest, _) = due[states[n]];
            Assert.True(Stopwatch.GetElapsedTime(begin, firings.At[n]) >= earliest, $"{states[n]} fired too early");
            Assert.All(
                states[(n + 1)..],
                later => Assert.True(earliest <= due[later].Latest, $"{states[n]} came before {later}")
            );
        }
    }

    [Fact]
    public async Task Should_fire_one_that_is_moved_nearer_and_not_one_that_is_postponed_or_disposed()
    {
        var firings = new Firings(wanted: 1);
        var isNearer = false;
        ITimer? disposed = null;
        using var far = _time.CreateTimer(firings.Callback, "nearer", TimeSpan.FromHours(1), Never);
        // On the thread of the timers, where none fires before this is done.
        using var change = _time.CreateTimer(
            _ =>
            {
                disposed = _time.CreateTimer(firings.Callback, "disposed", TimeSpan.FromMilliseconds(20), Never);
                var stopped = _time.CreateTimer(firings.Callback, "stopped", TimeSpan.FromMilliseconds(20), Never);
                var off = _time.CreateTimer(firings.Callback, "postponed", TimeSpan.FromMilliseconds(20), Never);
                disposed.Dispose();
                stopped.Change(Never, Never);
                off.Change(TimeSpan.FromHours(1), Never);
                isNearer = far.Change(TimeSpan.FromMilliseconds(40), Never);
            },
            null,
            TimeSpan.Zero,
            Never
        );

        await firings.AllAsync();

        Assert.Equal(["nearer"], firings.States);
        Assert.True(isNearer);
        Assert.False(disposed!.Change(TimeSpan.Zero, Never));
    }

    [Fact]
    public async Task Should_fire_with_each_period_until_it_is_disposed()
    {
        var firings = new Firings(wanted: 5);
        await using (_time.CreateTimer(firings.Callback, "tick", TimeSpan.Zero, TimeSpan.FromMilliseconds(5)))
        {
            await firings.AllAsync();
        }

        var after = new Firings(wanted: 1);
        using var later = _time.CreateTimer(after.Callback, "later", TimeSpan.FromMilliseconds(1), Never);
        await after.AllAsync();
        var count = firings.States.Count;
        var barrier = new Firings(wanted: 1);
        using var last = _time.CreateTimer(barrier.Callback, "last", TimeSpan.FromMilliseconds(20), Never);
        await barrier.AllAsync();
        Assert.Equal(count, firings.States.Count);
    }

    [Fact]
    public async Task Should_keep_all_of_them_on_one_thread()
    {
        var firings = new Firings(wanted: 1_000);
        var timers = Enumerable
            .Range(0, 1_000)
            .Select(n => _time.CreateTimer(firings.Callback, n, TimeSpan.FromMilliseconds(n % 10), Never))
            .ToArray();

        await firings.AllAsync();

        Assert.Single(firings.Threads.Distinct());
        Array.ForEach(timers, timer => timer.Dispose());
    }

    [Fact]
    public async Task Should_sleep_while_nothing_is_due()
    {
        using var far = _time.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), Never);
        var firings = new Firings(wanted: 1);
        using var near = _time.CreateTimer(firings.Callback, "near", TimeSpan.FromMilliseconds(300), Never);
        await firings.AllAsync();

        // For the nearer timer, and on time.
        Assert.InRange(_time.Wakes, 1, 2);
    }

    [Fact]
    public async Task Should_serve_a_delay()
    {
        var begin = Stopwatch.GetTimestamp();

        await Task.Delay(TimeSpan.FromMilliseconds(30), _time).WaitAsync(Patience);

        Assert.True(Stopwatch.GetElapsedTime(begin).TotalMilliseconds >= 30);
    }

    [Fact]
    public async Task Should_serve_a_delay_while_another_lasts_a_year()
    {
        await using var year = _time.CreateTimer(_ => { }, null, TimeSpan.FromDays(365), Never);

        await Task.Delay(TimeSpan.FromMilliseconds(1), _time).WaitAsync(Patience);
    }

    [Fact]
    public void Should_reject_times_that_no_timer_supports()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(-2), Never)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _time.CreateTimer(_ => { }, null, TimeSpan.FromDays(1_001), Never)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.MaxValue)
        );
        Assert.Throws<ArgumentNullException>(() => _time.CreateTimer(null!, null, TimeSpan.Zero, Never));
    }

    /// <summary>The firings, in order.</summary>
    private sealed class Firings(int wanted)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private readonly List<(object? State, long At, int Thread)> _firings = [];

        public IReadOnlyList<object?> States => [.. Copy().Select(each => each.State)];

        public IReadOnlyList<long> At => [.. Copy().Select(each => each.At)];

        public IReadOnlyList<int> Threads => [.. Copy().Select(each => each.Thread)];

        public void Callback(object? state)
        {
            lock (_gate)
            {
                _firings.Add((state, Stopwatch.GetTimestamp(), Environment.CurrentManagedThreadId));
                if (_firings.Count == wanted)
                {
                    _all.SetResult();
                }
            }
        }

        public Task AllAsync() => _all.Task.WaitAsync(Patience);

        private (object? State, long At, int Thread)[] Copy()
        {
            lock (_gate)
            {
                return [.. _firings];
            }
        }
    }
}
