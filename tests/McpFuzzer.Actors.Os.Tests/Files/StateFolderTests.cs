using System.Runtime.Versioning;
using McpFuzzer.Actors.Os.Files;

namespace McpFuzzer.Actors.Os.Tests.Files;

/// <summary>
/// The owners of the folders that say which processes to kill and which certificates to trust, and who could replace
/// them.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests : IDisposable
{
    private const uint OtherUser = 4_242;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _room = Directory.CreateTempSubdirectory("mcpfuzzer-state-");

    public void Dispose() => _room.Delete(recursive: true);

    [Fact]
    public void Should_be_created_for_this_user_alone_with_all_missing_parents()
    {
        var path = StateFolder.TryOpen(Path.Combine(_room.FullName, "a", "b"), "lives", out var reason);

        Assert.Equal((Path.Combine(_room.FullName, "a", "b", "lives"), ""), (path, reason));
        Assert.All(
            (string[])["a", "a/b", "a/b/lives"],
            folder => Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(_room.FullName, folder)))
        );
    }

    [Fact]
    public void Should_be_rejected_with_its_owner_when_it_belongs_to_another_user()
    {
        // Another user does not own what this user has made.
        Assert.NotNull(StateFolder.TryOpen(_room.FullName, "lives", out _));

        Assert.Null(StateFolder.TryOpen(_room.FullName, "lives", out var reason, OtherUser));

        Assert.Matches($"^/.* belongs to user {FileOwner.Self}; must belong to user {OtherUser}", reason);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    [InlineData(UnixFileMode.OtherRead | UnixFileMode.OtherExecute, true)]
    public void Should_be_rejected_by_path_when_others_may_write_a_folder_above_it(UnixFileMode others, bool isTaken)
    {
        var above = _room.CreateSubdirectory("above");
        above.UnixFileMode = Own | others;

        var path = StateFolder.TryOpen(Path.Combine(above.FullName, "state"), "lives", out var reason);

        Assert.Equal(isTaken, path is not null);
        Assert.Equal(
            isTaken
                ? ""
                : $"{above.FullName} is writable by others; must be writable by its user alone (chmod go-w), or sticky",
            reason
        );
    }

    [Fact]
    public void Should_be_rejected_by_path_when_a_link_above_it_leads_where_others_may_write()
    {
        var open = _room.CreateSubdirectory("open");
        open.UnixFileMode = Own | UnixFileMode.OtherWrite;
        open.CreateSubdirectory("state");
        File.CreateSymbolicLink(Path.Combine(_room.FullName, "link"), "open/state");

        Assert.Null(StateFolder.TryOpen(Path.Combine(_room.FullName, "link"), "lives", out var reason));

        Assert.StartsWith($"{open.FullName} is writable by others", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 1000, UnixFileMode.GroupWrite, false, null)] // a group of the user's own
    [InlineData(0, 0, UnixFileMode.GroupWrite, false, null)]
    [InlineData(0, 50, UnixFileMode.GroupWrite, false, "is writable by others")]
    [InlineData(0, 0, UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false, null)] // /tmp
    [InlineData(0, 0, UnixFileMode.OtherWrite, false, "is writable by others")]
    [InlineData(
        1001,
        1000,
        UnixFileMode.None,
        false,
        "belongs to user 1001; must belong to user 1000, who runs this process, or to root"
    )]
    [InlineData(1001, 1001, UnixFileMode.OtherWrite, true, "belongs to user 1001")] // a link in /tmp
    [InlineData(0, 0, UnixFileMode.OtherWrite, true, null)]
    public void Should_name_the_owner_of_a_folder_above_when_it_is_not_safe(
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
