using System.ComponentModel;
using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>What <see cref="Process" /> knows of a leader. It knows nothing about descendants.</summary>
internal static class LeaderUsage
{
    /// <summary>Null when it has ended.</summary>
    internal static SetUsage? Of(Process leader)
    {
        try
        {
            leader.Refresh();
            return leader.HasExited
                ? null
                : new SetUsage(
                    leader.WorkingSet64,
                    leader.TotalProcessorTime,
                    leader.Threads.Count,
                    Descriptors: null,
                    Children: null,
                    Processes: null
                );
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
