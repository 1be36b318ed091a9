using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class RunScriptTests
{
    private static readonly RunScript Script = new(RunMode.Together, [Given.Call("a"), Given.Call("b")], Given.Quiet);

    [Fact]
    public void Should_cover_the_same_script_and_a_shorter_wait()
    {
        Assert.True(Script.Covers(Script with { Calls = [Given.Call("a"), Given.Call("b")] }));
        Assert.True(Script.Covers(Script with { Quiet = TimeSpan.Zero }));
        Assert.True(RunScript.Control(Given.Quiet).Covers(RunScript.Control(Given.Second)));
    }

    [Fact]
    public void Should_not_cover_another_script() =>
        Assert.All(
            [
                Script with
                {
                    Mode = RunMode.InTurn,
                },
                Script with
                {
                    Quiet = Given.Quiet + TimeSpan.FromTicks(1),
                },
                Script with
                {
                    Calls = [Given.Call("a")],
                },
                Script with
                {
                    Calls = [Given.Call("a"), Given.Call("b"), Given.Call("c")],
                },
                Script with
                {
                    Calls = [Given.Call("b"), Given.Call("a")],
                },
                Script with
                {
                    Calls = [Given.Call("a"), Given.Call("b", 1)],
                },
                Script with
                {
                    Calls = [Given.Call("a", 1), Given.Call("b")],
                },
            ],
            other => Assert.False(Script.Covers(other))
        );

    [Fact]
    public void Should_stand_in_for_a_script_that_it_covers_and_that_takes_about_as_long()
    {
        Assert.True(Script.StandsIn(Script));
        Assert.True((Script with { Quiet = Given.Quiet * 2 }).StandsIn(Script));
        Assert.False((Script with { Quiet = Given.Quiet * 2 + TimeSpan.FromTicks(1) }).StandsIn(Script));
        Assert.False((Script with { Quiet = TimeSpan.Zero }).StandsIn(Script));
    }

    [Fact]
    public void Should_stand_in_for_a_short_wait_when_it_ends_two_seconds_later_at_most()
    {
        var shorter = Script with { Quiet = TimeSpan.Zero };

        Assert.True((Script with { Quiet = 2 * Given.Second }).StandsIn(shorter));
        Assert.False((Script with { Quiet = 2 * Given.Second + TimeSpan.FromTicks(1) }).StandsIn(shorter));
    }

    [Fact]
    public void Should_contain_its_own_calls_alone()
    {
        Assert.True(Script.Contains(Given.Call("b")));
        Assert.False(Script.Contains(Given.Call("b", 1)));
    }

    [Fact]
    public void Should_have_one_call_when_it_is_alone_and_none_when_it_is_a_control()
    {
        Assert.Equal("Alone a0 3s", Shown.Of(RunScript.Alone(Given.Call("a"), Given.Quiet)));
        Assert.Equal("Control 3s", Shown.Of(RunScript.Control(Given.Quiet)));
    }
}
