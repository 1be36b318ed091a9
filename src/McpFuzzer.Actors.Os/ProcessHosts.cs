using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Portable;

namespace McpFuzzer.Actors.Os;

/// <summary>Selects the strongest host that this machine supports.</summary>
internal static class ProcessHosts
{
    /// <summary>Returns the Linux host where libc and kernel support it, otherwise the portable one.</summary>
    internal static IProcessHost Create(TimeProvider time, HostOptions? options = null) =>
        LinuxSupport.IsAvailable
            ? new LinuxProcessHost(time, options ?? new HostOptions())
            : new PortableProcessHost(time, options ?? new HostOptions());
}
