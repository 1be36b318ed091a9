using System.Threading.Channels;

namespace McpFuzzer.Actors.Client.Tests;

/// <summary>A clock whose timers fire one by one, in the order in which they were set, when a test says so.</summary>
internal sealed class SteeredTime : TimeProvider
{
    private readonly Channel<SteeredTimer> _timers = Channel.CreateUnbounded<SteeredTimer>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteeredTimer(() => callback(state));
        _timers.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Waits for an active timer, and fires it.</summary>
    public async Task MeetNextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await _timers.Reader.ReadAsync(patience.Token)).TryMeet()) { }
    }

    private sealed class SteeredTimer(Action callback) : ITimer
    {
        private int _isOver;

        public bool TryMeet()
        {
            var isDue = Interlocked.Exchange(ref _isOver, 1) == 0;
            if (isDue)
            {
                callback();
            }

            return isDue;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Interlocked.Exchange(ref _isOver, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
