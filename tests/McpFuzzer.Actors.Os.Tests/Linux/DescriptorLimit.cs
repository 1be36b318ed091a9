using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Lowers this process's RLIMIT_NOFILE until disposal, so that only a few descriptors are left.</summary>
internal sealed unsafe partial class DescriptorLimit : IDisposable
{
    private const int RLIMIT_NOFILE = 7;

    private readonly ulong _soft;
    private readonly ulong _hard;
    private readonly List<int> _fillers = [];

    private DescriptorLimit(ulong soft, ulong hard) => (_soft, _hard) = (soft, hard);

    internal static DescriptorLimit Leave(int free)
    {
        var limits = stackalloc ulong[2];
        Assert.Equal(0, getrlimit(RLIMIT_NOFILE, limits));
        var limit = new DescriptorLimit(limits[0], limits[1]);

        // Fill the gaps, so that free numbers are above all open ones.
        var highest = Directory.GetFiles("/proc/self/fd").Max(path => int.Parse(Path.GetFileName(path)));
        while (limit._fillers.LastOrDefault() < highest)
        {
            limit._fillers.Add(Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC));
        }

        Set((ulong)limit._fillers[^1] + 1 + (ulong)free, limit._hard);
        return limit;
    }

    public void Dispose()
    {
        Set(_soft, _hard);
        _fillers.ForEach(descriptor => Libc.close(descriptor));
    }

    private static void Set(ulong soft, ulong hard)
    {
        var limits = stackalloc ulong[2] { soft, hard };
        Assert.Equal(0, setrlimit(RLIMIT_NOFILE, limits));
    }

    [LibraryImport(Libc.Library)]
    private static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Libc.Library)]
    private static partial int setrlimit(int resource, ulong* limits);
}
