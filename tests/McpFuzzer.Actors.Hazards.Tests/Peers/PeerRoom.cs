using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Hazards.Tests.Page;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>Where one system is looked at: what its processes are known by, and how it is cleaned after it.</summary>
internal sealed class PeerRoom(string folder, string mark)
{
    // Who was sent SIGKILL is given the time to die; who was not does not use it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly string _argument = OtherProcesses.NewArgument();

    internal string Folder => folder;

    internal string Mark => mark;

    internal string ScriptOf(PageRow row) => row.Script!.Replace("ARG", _argument, StringComparison.Ordinal);

    /// <summary>In words; and then they are ended.</summary>
    internal async Task<string> LeftAsync(PageRow row)
    {
        await Task.Run(() => SpinWait.SpinUntil(() => Find().Count == 0, Settling));
        var left = Find().Count;
        await CleanAsync();
        return left switch
        {
            0 => "none left",
            // Of a storm it depends on the moment.
            _ when row.Number == 6 => "some left",
            1 => "1 process left",
            _ => $"{left} processes left",
        };
    }

    /// <summary>Nothing of it stays on the machine.</summary>
    internal Task CleanAsync() => Task.Run(() => Leftovers.EndByHand(Find));

    internal List<int> Find() => [.. Leftovers.Find(mark, []).Union(OtherProcesses.WithArgument(_argument))];
}
