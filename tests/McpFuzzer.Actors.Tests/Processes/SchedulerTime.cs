using Akka.TestKit;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Both clocks of a node, moved by the test's scheduler.</summary>
internal sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;
}
