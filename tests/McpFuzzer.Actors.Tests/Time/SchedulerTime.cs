using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Time;

/// <summary>A clock that moves with a scheduler, in virtual time as that one is advanced; the monotonic clocks of TestScheduler itself do not.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;
}
