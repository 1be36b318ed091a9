namespace McpFuzzer.Actors.Os.Threads;

/// <summary>Handles threads that wait for an external event.</summary>
internal sealed partial class OwnThreads
{
    /// <summary>
    /// Marks the calling thread as waiting until the disposal. A waiting thread does not count as busy, so that another
    /// thread runs the queued work meanwhile.
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

    /// <summary>The duration of one such wait.</summary>
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
