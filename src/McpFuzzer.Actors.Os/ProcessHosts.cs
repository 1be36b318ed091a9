using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Portable;

namespace McpFuzzer.Actors.Os;

/// <summary>Chooses the strongest host that this machine can carry.</summary>
internal static class ProcessHosts
{
    /// <summary>The Linux host where libc and kernel have what it needs, otherwise the portable one.</summary>
    internal static IProcessHost Create(TimeProvider time, HostOptions? options = null) =>
        LinuxSupport.IsAvailable
            ? new LinuxProcessHost(time, options ?? new HostOptions())
            : new PortableProcessHost(time, options ?? new HostOptions());
}
