using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Tests.Targets;

public sealed class LateCallsTests
{
    private readonly ManualTime _time = new();
    private readonly LateCalls _late;

    public LateCallsTests() => _late = new LateCalls(TimeSpan.FromSeconds(2), _time);

    [Fact]
    public void Should_return_each_call_once_when_its_reply_would_be_slow()
    {
        var (first, second) = (PlannedCases.Of("a", 0), PlannedCases.Of("a", 1));
        _late.Add(first);
        _time.Advance(TimeSpan.FromSeconds(2));
        _late.Add(second);
        Assert.Empty(_late.Take());

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([first], _late.Take());
        Assert.Empty(_late.Take());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([second], _late.Take());
    }

    [Fact]
    public void Should_not_return_a_call_that_has_ended()
    {
        var call = PlannedCases.Of("a", 0);
        _late.Add(call);
        _late.Remove(call);
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Empty(_late.Take());
    }
}
