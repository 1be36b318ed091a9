using System.Runtime.Versioning;
using McpFuzzer.Actors.Os.Files;

namespace McpFuzzer.Actors.Os.Tests.Files;

/// <summary>
/// Whose the folders are that say whom to kill and whom to trust, and who could put others in their place.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests : IDisposable
{
    private const uint Somebody = 4_242;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _room = Directory.CreateTempSubdirectory("mcpfuzzer-state-");

    public void Dispose() => _room.Delete(recursive: true);

    [Fact]
    public void Should_be_made_for_this_user_alone_with_all_that_is_missing_above_it()
    {
        var path = StateFolder.TryOpen(Path.Combine(_room.FullName, "a", "b"), "lives", out var reason);

        Assert.Equal((Path.Combine(_room.FullName, "a", "b", "lives"), ""), (path, reason));
        Assert.All(
            (string[])["a", "a/b", "a/b/lives"],
            folder => Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(_room.FullName, folder)))
        );
    }

    [Fact]
    public void Should_be_refused_by_its_owner_when_it_is_another_users()
    {
        // What this user has made is another's to somebody else.
        Assert.NotNull(StateFolder.TryOpen(_room.FullName, "lives", out _));

        Assert.Null(StateFolder.TryOpen(_room.FullName, "lives", out var reason, Somebody));

        Assert.Matches($"^/.* belongs to user {FileOwner.Self}; must belong to user {Somebody}", reason);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    [InlineData(UnixFileMode.OtherRead | UnixFileMode.OtherExecute, true)]
    public void Should_be_refused_by_path_when_others_may_write_a_folder_above_it(UnixFileMode others, bool isTaken)
    {
        var above = _room.CreateSubdirectory("above");
        above.UnixFileMode = Own | others;

        var path = StateFolder.TryOpen(Path.Combine(above.FullName, "state"), "lives", out var reason);

        Assert.Equal(isTaken, path is not null);
        Assert.Equal(
            isTaken
                ? ""
                : $"{above.FullName} may be written by others; must be writable by its user alone (chmod go-w), or sticky",
            reason
        );
    }

    [Fact]
    public void Should_be_refused_by_path_when_a_link_above_it_leads_where_others_may_write()
    {
        var open = _room.CreateSubdirectory("open");
        open.UnixFileMode = Own | UnixFileMode.OtherWrite;
        open.CreateSubdirectory("state");
        File.CreateSymbolicLink(Path.Combine(_room.FullName, "link"), "open/state");

        Assert.Null(StateFolder.TryOpen(Path.Combine(_room.FullName, "link"), "lives", out var reason));

        Assert.StartsWith($"{open.FullName} may be written by others", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 1000, UnixFileMode.GroupWrite, false, null)] // a group of the user's own
    [InlineData(0, 0, UnixFileMode.GroupWrite, false, null)]
    [InlineData(0, 50, UnixFileMode.GroupWrite, false, "may be written by others")]
    [InlineData(0, 0, UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false, null)] // /tmp
    [InlineData(0, 0, UnixFileMode.OtherWrite, false, "may be written by others")]
    [InlineData(
        1001,
        1000,
        UnixFileMode.None,
        false,
        "belongs to user 1001; must belong to user 1000, as whom this runs, or to root"
    )]
    [InlineData(1001, 1001, UnixFileMode.OtherWrite, true, "belongs to user 1001")] // a link in /tmp
    [InlineData(0, 0, UnixFileMode.OtherWrite, true, null)]
    public void Should_say_whose_a_folder_above_is_when_it_is_not_safe(
        uint owner,
        uint group,
        UnixFileMode mode,
        bool isLink,
        string? why
    )
    {
        var said = new FileOwner(owner, group, Own | mode, isLink).WhyNotAbove(1000, 1000, "/x");

        Assert.Equal(why is null, said is null);
        Assert.StartsWith(why is null ? "" : $"/x {why}", said ?? "", StringComparison.Ordinal);
    }
}
