using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Hazards.Tests.Page;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>
/// The surroundings of one observed system: how its processes are identified, and how they are cleaned up.
/// </summary>
internal sealed class PeerRoom(string folder, string mark)
{
    // A process that was sent SIGKILL has time to die. A process that was not does not use it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly string _argument = OtherProcesses.NewArgument();

    internal string Folder => folder;

    internal string Mark => mark;

    internal string ScriptOf(PageRow row) => row.Script!.Replace("ARG", _argument, StringComparison.Ordinal);

    /// <summary>Describes in words what is left, then ends it.</summary>
    internal async Task<string> LeftAsync(PageRow row)
    {
        await Task.Run(() => SpinWait.SpinUntil(() => Find().Count == 0, Settling));
        var left = Find().Count;
        await CleanAsync();
        return left switch
        {
            0 => "none left",
            // The number in a storm depends on the moment.
            _ when row.Number == 6 => "some left",
            1 => "1 process left",
            _ => $"{left} processes left",
        };
    }

    /// <summary>Removes everything from the machine.</summary>
    internal Task CleanAsync() => Task.Run(() => Leftovers.EndByHand(Find));

    internal List<int> Find() => [.. Leftovers.Find(mark, []).Union(OtherProcesses.WithArgument(_argument))];
}
