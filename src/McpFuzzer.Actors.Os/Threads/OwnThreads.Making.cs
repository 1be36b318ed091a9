namespace McpFuzzer.Actors.Os.Threads;

/// <summary>Creates the threads.</summary>
internal sealed partial class OwnThreads
{
    /// <summary>Creates all threads in advance, and acquires a resource in each.</summary>
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

    // The user may have no more threads. The existing ones run what waits.
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
