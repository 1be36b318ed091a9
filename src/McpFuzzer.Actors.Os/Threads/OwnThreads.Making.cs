namespace McpFuzzer.Actors.Os.Threads;

/// <summary>How threads are made.</summary>
internal sealed partial class OwnThreads
{
    /// <summary>Makes as many as may be at work at once, and holds something in each, now and not when they are needed.</summary>
    internal void MakeAll(Func<IDisposable>? hold)
    {
        lock (_gate)
        {
            _threads += threads;
        }

        Make(threads, hold);
    }

    private void Make(int count, Func<IDisposable>? hold)
    {
        for (var made = count; made > 0; made--)
        {
            var thread = new Thread(() => new OwnThread(this).Run(hold)) { IsBackground = true, Name = id };
            if (!_tryStart(thread))
            {
                GoOnWithout(made);
                return;
            }
        }
    }

    // The user may have no more threads. Those that there are run what waits.
    private void GoOnWithout(int missing)
    {
        lock (_gate)
        {
            _threads -= missing;
            if (_threads == 0)
            {
                throw new InvalidOperationException($"{id}: no thread could be started");
            }
        }
    }

    private static bool TryStart(Thread thread)
    {
        try
        {
            thread.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }
}
