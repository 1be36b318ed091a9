using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Posix;

public sealed class SignalNumberingTests
{
    [Fact]
    public void Should_keep_every_number_of_a_message_when_the_system_is_linux() =>
        Assert.All(
            Enumerable.Range(0, SignalName.Largest + 1),
            signal => Assert.Equal(signal, SignalNumbering.Linux.NumberOf(signal))
        );

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("INT", 2)]
    [InlineData("QUIT", 3)]
    [InlineData("KILL", 9)]
    [InlineData("BUS", 10)]
    [InlineData("SYS", 12)]
    [InlineData("PIPE", 13)]
    [InlineData("TERM", 15)]
    [InlineData("URG", 16)]
    [InlineData("STOP", 17)]
    [InlineData("TSTP", 18)]
    [InlineData("CONT", 19)]
    [InlineData("CHLD", 20)]
    [InlineData("TTIN", 21)]
    [InlineData("TTOU", 22)]
    [InlineData("IO", 23)]
    [InlineData("XFSZ", 25)]
    [InlineData("WINCH", 28)]
    [InlineData("USR1", 30)]
    [InlineData("USR2", 31)]
    public void Should_give_the_number_of_the_same_name_when_the_system_is_mac_os(string name, int number)
    {
        Assert.True(SignalName.TryParse(name, out var signal));

        Assert.Equal(number, SignalNumbering.MacOs.NumberOf(signal));
    }

    [Theory]
    [InlineData("STKFLT")]
    [InlineData("PWR")]
    [InlineData("RTMIN")]
    [InlineData("RTMAX")]
    public void Should_give_no_number_when_mac_os_lacks_the_signal(string name)
    {
        Assert.True(SignalName.TryParse(name, out var signal));

        Assert.Null(SignalNumbering.MacOs.NumberOf(signal));
    }

    [Fact]
    public void Should_keep_zero_when_the_system_is_mac_os() => Assert.Equal(0, SignalNumbering.MacOs.NumberOf(0));

    [Fact]
    public void Should_give_two_signals_two_numbers_when_the_system_is_mac_os()
    {
        var numbers = Enumerable
            .Range(0, SignalName.Largest + 1)
            .Select(SignalNumbering.MacOs.NumberOf)
            .OfType<int>()
            .ToArray();

        Assert.Equal(numbers.Distinct(), numbers);
        Assert.Equal(30, numbers.Length);
    }

    /// <summary>The constants of <see cref="SignalNumbers" /> are compiled in, so they must not differ.</summary>
    [Theory]
    [InlineData("HUP", SignalNumbers.SIGHUP)]
    [InlineData("INT", SignalNumbers.SIGINT)]
    [InlineData("QUIT", SignalNumbers.SIGQUIT)]
    [InlineData("KILL", SignalNumbers.SIGKILL)]
    [InlineData("PIPE", SignalNumbers.SIGPIPE)]
    [InlineData("TERM", SignalNumbers.SIGTERM)]
    [InlineData("XFSZ", SignalNumbers.SIGXFSZ)]
    public void Should_agree_with_the_constant_when_both_systems_have_one_number(string name, int number)
    {
        Assert.True(SignalName.TryParse(name, out var signal));

        Assert.Equal(number, SignalNumbering.Linux.NumberOf(signal));
        Assert.Equal(number, SignalNumbering.MacOs.NumberOf(signal));
    }
}
