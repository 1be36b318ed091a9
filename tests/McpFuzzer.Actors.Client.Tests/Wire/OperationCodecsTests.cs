using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Tests.Wire;

public sealed class OperationCodecsTests
{
    private static readonly RequestId Request = new("r-1");

    [Fact]
    public void Should_arrive_as_unknown_when_the_receiver_has_no_codec_for_the_operation()
    {
        var arrived = Cross(new ExecuteOperation(Request, new Sum(1, 2)), Sum.Codecs(), new OperationCodecs());

        var unknown = Assert.IsType<UnknownOperation>(arrived.Operation);
        Assert.Equal(new UnknownOperation("sum", "no codec is registered for it on this node"), unknown);
        Assert.Equal(Request, arrived.RequestId);
    }

    [Fact]
    public void Should_arrive_as_unknown_when_the_sender_has_no_codec_for_the_operation()
    {
        var arrived = Cross(new ExecuteOperation(Request, new Sum(1, 2)), new OperationCodecs(), Sum.Codecs());

        Assert.Contains("Sum", Assert.IsType<UnknownOperation>(arrived.Operation).Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_arrive_beside_the_others_when_one_operation_of_a_batch_is_unknown()
    {
        var arrived = Cross(
            new ExecuteOperations(Request, [new Sum(1, 2), new Other(), new Sum(3, 4)]),
            Sum.Codecs(),
            Sum.Codecs()
        );

        Assert.Equal(
            [typeof(Sum), typeof(UnknownOperation), typeof(Sum)],
            arrived.Operations.Select(operation => operation.GetType())
        );
    }

    [Fact]
    public void Should_arrive_as_unknown_when_a_codec_throws()
    {
        var writing = new OperationCodecs().Add<Other>("o", _ => throw new FormatException("no"), _ => new Other());
        var reading = new OperationCodecs().Add<Other>("o", _ => [], _ => throw new FormatException("no"));

        foreach (var (sender, receiver) in new[] { (writing, writing), (reading, reading) })
        {
            var arrived = Cross(new ExecuteOperation(Request, new Other()), sender, receiver);
            var unknown = Assert.IsType<UnknownOperation>(arrived.Operation);
            Assert.EndsWith("FormatException: no", unknown.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Should_fail_with_the_reason_when_a_result_has_no_codec()
    {
        var completed = new OperationCompleted(
            Request,
            new OperationOutcome.Succeeded(new Uri("http://x")),
            1,
            TimeSpan.Zero
        );

        var failed = Assert.IsType<OperationOutcome.Failed>(
            Cross(completed, new OperationCodecs(), new OperationCodecs()).Outcome
        );

        Assert.Equal(OperationCodecs.ResultNotSent, failed.Type);
        Assert.Equal("it succeeded, and no codec is registered for its result, a System.Uri", failed.Message);
    }

    [Fact]
    public void Should_fail_with_the_name_when_the_sender_has_no_codec_for_a_result()
    {
        var completed = new OperationCompleted(Request, new OperationOutcome.Succeeded(new Total(3)), 1, TimeSpan.Zero);

        var failed = Assert.IsType<OperationOutcome.Failed>(
            Cross(completed, Sum.Codecs(), new OperationCodecs()).Outcome
        );

        Assert.Equal(OperationCodecs.ResultNotSent, failed.Type);
        Assert.Contains("'total'", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_report_it_among_the_errors_in_order_when_a_result_of_a_batch_has_no_codec()
    {
        var batch = new BatchCompleted(
            Request,
            [new BatchResult(0, 1L), new BatchResult(1, new Uri("http://x")), new BatchResult(4, "four")],
            [new BatchError(2, BatchErrorKind.TimedOut, "TimedOut", "late")]
        );

        var arrived = Cross(batch, new OperationCodecs(), new OperationCodecs());

        Assert.Equal([new BatchResult(0, 1L), new BatchResult(4, "four")], arrived.Results);
        Assert.Equal([1, 2], arrived.Errors.Select(error => error.Index));
        Assert.Equal(OperationCodecs.ResultNotSent, arrived.Errors[0].Type);
    }

    [Fact]
    public void Should_cross_as_JSON_when_the_codec_is_source_generated()
    {
        var codecs = new OperationCodecs().Add("named", OperationJson.Default.Named);

        var arrived = Cross(new ExecuteOperation(Request, new Named("ä", [1, 2])), codecs, codecs);

        var named = Assert.IsType<Named>(arrived.Operation);
        Assert.Equal("ä", named.Name);
        Assert.Equal([1, 2], named.Numbers);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Should_reject_a_manifest_that_names_no_type(string? manifest) =>
        Assert.Throws<ArgumentException>(() => new OperationCodecs().Add<Other>(manifest!, _ => [], _ => new Other()));

    [Fact]
    public void Should_reject_when_a_manifest_or_a_type_is_taken()
    {
        var codecs = Sum.Codecs();

        Assert.Throws<ArgumentException>(() => codecs.Add<Other>("sum", _ => [], _ => new Other()));
        Assert.Throws<ArgumentException>(() => codecs.Add<Sum>("other", _ => [], _ => new Sum(0, 0)));
    }

    private static T Cross<T>(T message, OperationCodecs sender, OperationCodecs receiver)
        where T : class
    {
        using var kit = new WireKit();
        var system = (Akka.Actor.ExtendedActorSystem)kit.System;
        var writer = new WireSerializer(system, sender, () => long.MaxValue);
        var reader = new WireSerializer(system, receiver, () => long.MaxValue);
        return Assert.IsType<T>(reader.FromBinary(writer.ToBinary(message), writer.Manifest(message)));
    }

    private sealed record Other : IOperation;
}
