using Akka.Actor;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>A message that does not fit into a frame is reported to the actor that waits for it.</summary>
public sealed class FrameSizeTests : IDisposable
{
    private const int Frame = 100_000;

    private readonly ActorSystem _system = WireKit.Start(
        Sum.Codecs(),
        $"akka.remote.dot-netty.tcp.maximum-frame-size = {Frame}b"
    );

    public void Dispose() => _system.Terminate().Wait();

    [Fact]
    public void Should_reply_with_a_rejection_when_a_command_is_too_large()
    {
        var start = new StartProcess(new ProcessSpec { Command = ["serve", new string('x', Frame)] });
        var batch = new ExecuteOperations(new RequestId("b"), [.. Enumerable.Repeat(new Sum(1, 2), Frame)]);

        Assert.Matches(
            "^StartProcess of [0-9]+ bytes is more than a frame of 100000 bytes takes$",
            Assert.IsType<UndeliverableCommand>(Cross(start)).Why
        );
        Assert.Equal(
            new RequestId("b"),
            Assert.IsType<OperationRejected>(Assert.IsType<UndeliverableCommand>(Cross(batch)).Rejection()).RequestId
        );
    }

    [Fact]
    public void Should_reply_with_a_rejection_when_its_id_makes_a_command_too_large()
    {
        var id = new RequestId(new string('x', Frame));
        var longest = new RequestId(new string('x', RequestId.MaxLength));

        var refused = Assert.IsType<UndeliverableCommand>(Cross(new ExecuteOperation(id, new Sum(1, 2)))).Rejection();
        var named = Cross(new ExecuteOperations(longest, [.. Enumerable.Repeat(new Sum(1, 2), Frame)]));

        Assert.Equal(RejectReason.InvalidSpec, Assert.IsType<CommandRejected>(refused).Reason);
        Assert.Equal(longest, Assert.IsType<UndeliverableCommand>(named).RequestId);
    }

    [Fact]
    public void Should_reply_with_a_failure_when_a_reply_is_too_large()
    {
        var batch = new BatchCompleted(
            new RequestId("b"),
            [.. Enumerable.Range(0, Frame).Select(index => new BatchResult(index, null))],
            []
        );

        var failure = Assert.IsType<Status.Failure>(Cross(batch));

        Assert.Matches("^BatchCompleted of [0-9]+ bytes is more than a frame", failure.Cause.Message);
    }

    [Fact]
    public void Should_leave_the_tails_out_and_keep_their_counters_when_a_list_is_too_large()
    {
        var tail = new OutputTail(new byte[4096], 5000);
        var snapshot = (ProcessSnapshot)new Arbitrary(1).Make(typeof(ProcessSnapshot)) with { StdoutTail = tail };
        var stopped = (ProcessStopped)new Arbitrary(1).Make(typeof(ProcessStopped)) with { StderrTail = tail };

        var list = Assert.IsType<ProcessList>(Cross(new ProcessList([.. Enumerable.Repeat(snapshot, 100)])));
        var all = Assert.IsType<AllStopped>(Cross(new AllStopped([.. Enumerable.Repeat(stopped, 100)])));
        var few = Assert.IsType<ProcessList>(Cross(new ProcessList([snapshot])));

        Assert.Equal(100, list.Processes.Count);
        Assert.All(list.Processes, process => Assert.Equal(5000, process.StdoutTail.DroppedBytes));
        Assert.All(all.Outcomes, one => Assert.Equal(5000, ((ProcessStopped)one).StderrTail.DroppedBytes));
        Assert.Equal(tail, few.Processes[0].StdoutTail);
    }

    private object Cross(object message)
    {
        var serializer = (WireSerializer)_system.Serialization.FindSerializerFor(message);
        var bytes = serializer.ToBinary(message);
        Assert.True(bytes.Length < Frame);
        return serializer.FromBinary(bytes, serializer.Manifest(message));
    }
}
