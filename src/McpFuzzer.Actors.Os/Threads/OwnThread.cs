namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// One of <see cref="OwnThreads" /> (docs/performance.md, "The answer to a start"). Members are for the thread itself
/// unless they say otherwise.
/// </summary>
internal sealed class OwnThread(OwnThreads owner)
{
    private const int MostBeforeLater = 16;

    [ThreadStatic]
    private static OwnThread? _current;

    private readonly List<Work> _later = [];
    private readonly Dictionary<object, IDisposable> _held = [];
    private int _leftBeforeLater;

    /// <summary>The calling thread; null when it is not one of these.</summary>
    internal static OwnThread? Current => _current;

    internal OwnThreads Owner => owner;

    internal SleepingSemaphore Woken { get; } = SleepingSemaphore.Create();

    /// <summary>The work that it is woken for; null ends it. Under the owner's lock, as the next members.</summary>
    internal Work? Next { get; set; }

    /// <summary>When it received its current work.</summary>
    internal long BusySince { get; set; }

    internal bool HasLater => _later.Count > 0;

    /// <summary>
    /// Runs an action when the calling thread is free, or after a few more pieces of work. Usually the action wakes
    /// another thread: one wake then serves all of them, and takes the processor from none. Runs at once on a thread
    /// that does not hand over. Equal actions run once.
    /// </summary>
    internal static void WhenFree(Action<object> action, object argument)
    {
        var work = new Work(action, argument);
        if (_current is { Owner.HandsOver: true } thread)
        {
            thread.Defer(work);
        }
        else
        {
            work.Run();
        }
    }

    /// <summary>Holds a resource until the thread ends. Acquires it once for each key.</summary>
    internal void Hold(object key, Func<IDisposable> hold)
    {
        if (!_held.ContainsKey(key))
        {
            _held.Add(key, hold());
        }
    }

    /// <summary>Runs the thread until it ends.</summary>
    /// <param name="hold">Acquires a resource at the beginning, with the owner as its key.</param>
    internal void Run(Func<IDisposable>? hold = null)
    {
        _current = this;
        if (hold is not null)
        {
            Hold(owner, hold);
        }

        while (owner.Take(this) is { } work)
        {
            work.Run();
            if (HasLater && --_leftBeforeLater == 0)
            {
                DoLater();
            }
        }

        foreach (var held in _held.Values)
        {
            held.Dispose();
        }
    }

    internal void DoLater()
    {
        // Removed before it runs: an equal action that is requested meanwhile must run again.
        while (_later.Count > 0)
        {
            var work = _later[0];
            _later.RemoveAt(0);
            work.Run();
        }
    }

    private void Defer(Work work)
    {
        if (!HasLater)
        {
            _leftBeforeLater = MostBeforeLater;
        }

        if (!_later.Contains(work))
        {
            _later.Add(work);
        }
    }
}

/// <summary>An action and its argument, without a closure.</summary>
internal readonly record struct Work(Action<object> Action, object Argument)
{
    internal void Run() => Action(Argument);
}
