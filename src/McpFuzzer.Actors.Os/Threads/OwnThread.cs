namespace McpFuzzer.Actors.Os.Threads;

/// <summary>One of <see cref="OwnThreads" />. What is not marked otherwise is its own to call.</summary>
internal sealed class OwnThread(OwnThreads owner)
{
    private const int MostBeforeLater = 16;

    [ThreadStatic]
    private static OwnThread? _current;

    private readonly List<Work> _later = [];
    private readonly Dictionary<object, IDisposable> _held = [];
    private int _leftBeforeLater;

    /// <summary>The calling thread; null where it is anybody else's.</summary>
    internal static OwnThread? Current => _current;

    internal OwnThreads Owner => owner;

    internal SleepingSemaphore Woken { get; } = SleepingSemaphore.Create();

    /// <summary>What it is woken for; null is to end. Under the owner's lock, as what follows.</summary>
    internal Work? Next { get; set; }

    /// <summary>When it was given what it does.</summary>
    internal long BusySince { get; set; }

    internal bool HasLater => _later.Count > 0;

    /// <summary>
    /// Runs an action when the calling thread has nothing else to do, or has done a few things more. Most often it wakes
    /// another thread, which is so woken once for all of them, and takes the processor from none of them. At once where
    /// the thread does not hand over; twice the same is once.
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

    /// <summary>Holds something until the thread ends, asked for once for each key.</summary>
    internal void Hold(object key, Func<IDisposable> hold)
    {
        if (!_held.ContainsKey(key))
        {
            _held.Add(key, hold());
        }
    }

    /// <summary>Its whole life.</summary>
    /// <param name="hold">What it holds from its beginning, by its owner as the key.</param>
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
        // Taken away before it is run: what is asked for again meanwhile has to be done again.
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

/// <summary>An action and what it is about, so that it need not be a closure.</summary>
internal readonly record struct Work(Action<object> Action, object Argument)
{
    internal void Run() => Action(Argument);
}
