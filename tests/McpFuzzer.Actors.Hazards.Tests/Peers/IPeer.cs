using McpFuzzer.Actors.Hazards.Tests.Page;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>Another library, used as its documentation shows first.</summary>
internal interface IPeer
{
    /// <summary>The outcome of a row, in a few words.</summary>
    /// <param name="row">A row with a script.</param>
    /// <param name="room">The surroundings.</param>
    Task<string> SeeAsync(PageRow row, PeerRoom room);
}
