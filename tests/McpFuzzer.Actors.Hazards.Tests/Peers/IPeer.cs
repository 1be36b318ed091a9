using McpFuzzer.Actors.Hazards.Tests.Page;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>Another library, used the way its documentation shows first.</summary>
internal interface IPeer
{
    /// <summary>What comes of a row, in a few words.</summary>
    /// <param name="row">One that has a script.</param>
    /// <param name="room">Where.</param>
    Task<string> SeeAsync(PageRow row, PeerRoom room);
}
