using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Tests.Processes;

public sealed class SignalNameTests
{
    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData("sigint", 2)]
    [InlineData("Hup", 1)]
    [InlineData("9", 9)]
    [InlineData("64", 64)]
    [InlineData("IOT", 6)]
    [InlineData("CLD", 17)]
    [InlineData("SIGPOLL", 29)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("rtmax-1", 63)]
    public void Should_read_a_signal_in_the_forms_of_kill_and_timeout(string text, int number)
    {
        Assert.True(SignalName.TryParse(text, out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIG")]
    [InlineData("0")]
    [InlineData("EXIT")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("+9")]
    [InlineData(" 9")]
    [InlineData("TERM ")]
    [InlineData("SIGSIGTERM")]
    [InlineData("SIG15")]
    [InlineData("signal 9")]
    [InlineData("RTMIN-1")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMAX+1")]
    [InlineData("RTMIN+")]
    [InlineData("99999999999")]
    public void Should_recognise_a_name_that_is_not_a_signal(string text)
    {
        Assert.False(SignalName.TryParse(text, out var read));
        Assert.Equal(0, read);
    }
}
