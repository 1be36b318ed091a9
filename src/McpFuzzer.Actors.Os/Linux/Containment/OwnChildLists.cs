using System.Collections.Immutable;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The children of this process's first thread, which adopts orphans, and of its spawning threads, as /proc lists them
/// (docs/hazards.md, 4 and 48). Keeps the descriptors open. Used on one thread only.
/// </summary>
internal sealed class OwnChildLists : IDisposable
{
    private readonly SpawningThreads _spawning;
    private readonly Dictionary<int, int> _lists = [];
    private readonly int _first = Environment.ProcessId;
    private ImmutableHashSet<int>? _followed;
    private byte[] _buffer = new byte[4096];
    private int _firstList;

    internal OwnChildLists(SpawningThreads spawning)
    {
        _spawning = spawning;
        _firstList = Open(_first);
        if (_firstList < 0)
        {
            throw new IOException("/proc/self/task/*/children may not be read");
        }
    }

    internal void ReadOfFirstThread(List<int> pids) => Read(_firstList, pids);

    internal void ReadOfSpawningThreads(List<int> pids)
    {
        FollowSpawningThreads();
        foreach (var list in _lists.Values)
        {
            Read(list, pids);
        }
    }

    public void Dispose()
    {
        Descriptors.Close(ref _firstList);
        foreach (var list in _lists.Values)
        {
            _ = Libc.close(list);
        }

        _lists.Clear();
    }

    private void FollowSpawningThreads()
    {
        var threads = _spawning.All;
        if (ReferenceEquals(threads, _followed))
        {
            return;
        }

        foreach (var ended in _lists.Keys.Where(thread => !threads.Contains(thread)).ToArray())
        {
            _lists.Remove(ended, out var list);
            _ = Libc.close(list);
        }

        _followed = threads;
        foreach (var thread in threads.Where(thread => thread != _first && !_lists.ContainsKey(thread)))
        {
            if (Open(thread) is >= 0 and var list)
            {
                _lists.Add(thread, list);
            }
            else
            {
                // The thread has ended, or no descriptor is left. The next search tries again.
                _followed = null;
            }
        }
    }

    private static int Open(int thread) => Libc.open($"/proc/self/task/{thread}/children", Libc.O_CLOEXEC);

    private unsafe void Read(int list, List<int> pids)
    {
        while (true)
        {
            var count = 0;
            fixed (byte* start = _buffer)
            {
                int read;
                do
                {
                    read = (int)Libc.pread(list, start + count, (nuint)(_buffer.Length - count), count);
                    count += Math.Max(read, 0);
                } while (read > 0 && count < _buffer.Length);
            }

            if (count < _buffer.Length)
            {
                ChildList.Parse(_buffer.AsSpan(0, count), pids);
                return;
            }

            _buffer = new byte[_buffer.Length * 2];
        }
    }
}
