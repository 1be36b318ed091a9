using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Threads;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One thread on epoll(7) that serves every exit and every pipe of a host (docs/performance.md, "500 living children":
/// no thread and 9 KiB per child). Only this thread touches what belongs to a child; others post to it. The keys of
/// entries are never reused, so that an event of a closed descriptor cannot reach the next one with its number.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its thread closes them when it ends.")]
internal sealed unsafe class EventLoop
{
    private const int EPOLL_CTL_ADD = 1;
    private const int EPOLL_CTL_DEL = 2;
    private const int EPOLL_CTL_MOD = 3;
    private const int EventsPerWait = 128;
    private const ulong WakeKey = 0;

    private readonly Dictionary<ulong, Watch> _watches = [];
    private readonly PriorityQueue<Deadline, long> _deadlines = new();
    private readonly Lock _gate = new();
    private readonly Action<Exception> _onFault;
    private readonly int _epoll;
    private readonly SafeFileHandle _wake;
    private List<Action> _posted = [];
    private List<Action> _running = [];
    private ulong _lastKey = WakeKey;
    private bool _stopping;
    private bool _isWoken;

    internal EventLoop(Action<Exception> onFault)
    {
        _onFault = onFault;
        _epoll = OrThrow(Libc.epoll_create1(Libc.O_CLOEXEC));
        var wake = OrThrow(Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK));
        _wake = new SafeFileHandle(wake, ownsHandle: true);
        Control(EPOLL_CTL_ADD, wake, EpollEvents.In, WakeKey);
        new Thread(Run) { IsBackground = true, Name = "process-events" }.Start();
    }

    /// <summary>The shared read buffer: memory does not grow with children or floods.</summary>
    internal byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    /// <summary>
    /// Runs an action on the loop's thread, in the order of posting. False when the loop has stopped.
    /// </summary>
    internal bool Post(Action action)
    {
        var posted = PostQuietly(action);
        if (posted)
        {
            OwnThread.WhenFree(static loop => ((EventLoop)loop).Wake(), this);
        }

        return posted;
    }

    /// <summary>
    /// As above, but the action may wait until another post wakes the loop. A thread that is about to be woken gets the
    /// free processor first.
    /// </summary>
    internal bool PostQuietly(Action action)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return false;
            }

            _posted.Add(action);
            return true;
        }
    }

    /// <summary>
    /// Ends the thread after the actions that were posted before. Its descriptors report nothing more.
    /// </summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        Wake();
    }

    /// <summary>Watches a descriptor. On the loop's thread only, as all members below.</summary>
    internal Watch Add(int descriptor, uint events, Action onReady)
    {
        var watch = new Watch(++_lastKey, descriptor, onReady);
        Control(EPOLL_CTL_ADD, descriptor, events, watch.Key);
        _watches.Add(watch.Key, watch);
        return watch;
    }

    internal void Change(Watch watch, uint events) => Control(EPOLL_CTL_MOD, watch.Descriptor, events, watch.Key);

    /// <summary>
    /// Called before the descriptor is closed: a copy in a concurrent spawn would keep a closed one registered.
    /// </summary>
    internal void Remove(Watch watch)
    {
        if (_watches.Remove(watch.Key))
        {
            Control(EPOLL_CTL_DEL, watch.Descriptor, 0, watch.Key);
        }
    }

    /// <summary>Runs an action after a delay, unless it is cancelled.</summary>
    internal Deadline Schedule(TimeSpan delay, Action action)
    {
        var deadline = new Deadline(action);
        _deadlines.Enqueue(deadline, Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency));
        return deadline;
    }

    /// <summary>
    /// Reports an exception of an action. A fault in one child's entry, or in an observer, must not end the thread that
    /// serves all.
    /// </summary>
    internal void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            _onFault(fault);
        }
    }

    private void Run()
    {
        var events = stackalloc byte[EventsPerWait * EpollEvents.Size];
        while (RunPosted())
        {
            var count = Libc.epoll_wait(_epoll, events, EventsPerWait, MillisecondsToNextDeadline());
            for (var index = 0; index < count; index++)
            {
                var (_, key) = EpollEvents.Read(events + (index * EpollEvents.Size));
                if (key == WakeKey)
                {
                    ClearWake();
                }
                else if (_watches.TryGetValue(key, out var watch))
                {
                    Guard(watch.OnReady);
                }
            }

            RunDeadlines();
        }

        _wake.Dispose();
        _ = Libc.close(_epoll);
    }

    private bool RunPosted()
    {
        bool stopping;
        lock (_gate)
        {
            (_posted, _running) = (_running, _posted);
            stopping = _stopping;
        }

        foreach (var action in _running)
        {
            Guard(action);
        }

        _running.Clear();
        return !stopping;
    }

    private void RunDeadlines()
    {
        var now = Stopwatch.GetTimestamp();
        while (_deadlines.TryPeek(out var deadline, out var due) && (due <= now || deadline.Action is null))
        {
            _deadlines.Dequeue();
            if (deadline.Action is { } action)
            {
                Guard(action);
            }
        }
    }

    private int MillisecondsToNextDeadline()
    {
        while (_deadlines.TryPeek(out var deadline, out var due))
        {
            if (deadline.Action is not null)
            {
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due).TotalMilliseconds;
                return (int)Math.Clamp(Math.Ceiling(left), 0, int.MaxValue);
            }

            _deadlines.Dequeue();
        }

        return Timeout.Infinite;
    }

    /// <summary>Makes the loop run posted actions. Not under the lock, which the loop takes at once.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, true))
        {
            return;
        }

        var one = 1UL;
        try
        {
            _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The loop has run what was posted, and ended. The number may already belong to another descriptor.
        }
    }

    private void ClearWake()
    {
        ulong count;
        _ = Libc.read(_wake, (byte*)&count, sizeof(ulong));
        // In this order, before the loop reads the posted actions: a thread that still sees the flag set has already
        // posted.
        Interlocked.Exchange(ref _isWoken, false);
    }

    private void Control(int operation, int descriptor, uint events, ulong key)
    {
        var entry = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(entry, events, key);
        OrThrow(Libc.epoll_ctl(_epoll, operation, descriptor, entry));
    }

    private static int OrThrow(int result) =>
        result >= 0 ? result : throw new IOException($"epoll: {Marshal.GetLastPInvokeErrorMessage()}");
}
