using System.Text;
using McpFuzzer.Actors.Os.Linux.External;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux.External;

public sealed class ProcessUsersTests
{
    [Fact]
    public void Should_read_all_three_users_of_a_process()
    {
        var status = "Name:\tUid:\nState:\tS (sleeping)\nUid:\t1000\t0\t65534\t0\nGid:\t1\t2\t3\t4\n"u8;

        Assert.True(ProcessUsers.TryParse(status, out var users));

        Assert.Equal(new ProcessUsers(1000, 0, 65534), users);
        Assert.False(users.AreAll(1000));
        Assert.Equal("1000/0/65534", users.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name:\tsleep\n")]
    [InlineData("Name:\tsleep\nUid:\t1000\t")]
    [InlineData("Name:\tsleep\nUid:\t1000\tx\t0\n")]
    public void Should_not_read_cut_or_garbled_text(string status) =>
        Assert.False(ProcessUsers.TryParse(Encoding.UTF8.GetBytes(status), out _));

    [Fact]
    public void Should_read_this_process_and_nothing_for_a_missing_one()
    {
        Assert.True(ProcessUsers.TryRead(Environment.ProcessId, out var users));
        Assert.True(users.AreAll(Libc.geteuid()), users.ToString());
        Assert.False(ProcessUsers.TryRead(int.MaxValue, out _));
    }
}
