namespace McpFuzzer.Actors.Os.Threads;

/// <summary>Threads that wait for something else.</summary>
internal sealed partial class OwnThreads
{
    /// <summary>
    /// The calling thread, one of these, waits for something until the disposal: it counts as one more than there may
    /// be at work, so that another does what waits here, at once and however long that takes.
    /// </summary>
    internal WaitScope Wait() => new(this);

    private void BeginWait(OwnThread thread)
    {
        thread.DoLater();
        OwnThread? woken = null;
        var made = 0;
        lock (_gate)
        {
            _busy.Remove(thread);
            _waiting++;
            if (_queue.Count > 0)
            {
                (woken, made) = Engage();
            }
        }

        Begin(woken, made);
    }

    private void EndWait(OwnThread thread)
    {
        lock (_gate)
        {
            thread.BusySince = time.GetTimestamp();
            _busy.Add(thread);
            _waiting--;
        }
    }

    /// <summary>How long a thread waits for something else.</summary>
    internal readonly ref struct WaitScope
    {
        private readonly OwnThreads _threads;
        private readonly OwnThread _thread;

        internal WaitScope(OwnThreads threads)
        {
            (_threads, _thread) = (threads, OwnThread.Current!);
            threads.BeginWait(_thread);
        }

        public void Dispose() => _threads.EndWait(_thread);
    }
}
