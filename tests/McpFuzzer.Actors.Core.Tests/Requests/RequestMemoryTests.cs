using CsCheck;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Core.Tests.Requests;

public sealed class RequestMemoryTests
{
    private static readonly RequestId A = new("a");
    private static readonly RequestId B = new("b");
    private static readonly TimeSpan Start = TimeSpan.FromHours(3);
    private static readonly CleanupFinished Command = new();

    private readonly RequestMemory<string> _memory = new(capacity: 3);

    [Fact]
    public void Should_carry_out_a_new_request()
    {
        Assert.IsType<RequestVerdict.New>(_memory.Receive(A, Command, "first", Start));
        Assert.IsType<RequestVerdict.New>(_memory.Receive(B, Command, "first", Start));
    }

    [Fact]
    public void Should_treat_a_withdrawn_request_as_new_and_keep_its_reply_once_answered()
    {
        _memory.Receive(A, Command, "first", Start);
        _memory.Withdraw(A);
        Assert.IsType<RequestVerdict.New>(_memory.Receive(A, new ListProcesses(), "first", Start));
        _memory.Answer(A, "reply", 1, Start);
        _memory.Withdraw(A);
        _memory.Withdraw(B);

        Assert.IsType<RequestVerdict.Answered>(_memory.Receive(A, new ListProcesses(), "second", Start));
    }

    [Fact]
    public void Should_drop_expired_replies_on_request()
    {
        _memory.Receive(A, Command, "first", Start);
        _memory.Answer(A, "reply", 1, Start);
        _memory.Forget(Start + TimeSpan.FromMinutes(9));
        Assert.Equal(1, _memory.Count);

        _memory.Forget(Start + TimeSpan.FromMinutes(10));

        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public void Should_reply_to_every_joined_sender_when_the_reply_comes()
    {
        _memory.Receive(A, Command, "first", Start);
        Assert.IsType<RequestVerdict.Joined>(_memory.Receive(A, Command, "second", Start));
        Assert.IsType<RequestVerdict.Joined>(_memory.Receive(A, Command, "third", Start));

        Assert.Equal(["second", "third"], _memory.Answer(A, "reply", 1, Start));
    }

    [Fact]
    public void Should_return_the_first_reply_when_a_request_is_repeated()
    {
        _memory.Receive(A, Command, "first", Start);
        _memory.Answer(A, "reply", 1, Start);

        Assert.Equal(new RequestVerdict.Answered("reply"), _memory.Receive(A, Command, "second", Start));
        Assert.Empty(_memory.Answer(A, "another reply", 1, Start));
        Assert.Equal(new RequestVerdict.Answered("reply"), _memory.Receive(A, Command, "third", Start));
    }

    [Fact]
    public void Should_reject_an_id_that_names_another_kind_of_command()
    {
        _memory.Receive(A, Command, "first", Start);
        var other = new RequestVerdict.Rejected(RejectReason.AlreadyExists, "RequestId a is that of a CleanupFinished");

        Assert.Equal(other, _memory.Receive(A, new StopAllProcesses(), "second", Start));
        Assert.Empty(_memory.Answer(A, "reply", 1, Start));
        Assert.Equal(other, _memory.Receive(A, new StopAllProcesses(), "second", Start));
    }

    [Fact]
    public void Should_forget_a_reply_ten_minutes_after_it_was_given()
    {
        _memory.Receive(A, Command, "first", Start);
        var answered = Start + TimeSpan.FromHours(1);
        _memory.Answer(A, "reply", 1, answered);

        var last = answered + TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1);
        Assert.IsType<RequestVerdict.Answered>(_memory.Receive(A, Command, "second", last));
        Assert.IsType<RequestVerdict.New>(_memory.Receive(A, Command, "third", last + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Should_keep_a_request_without_a_reply_however_old_it_is()
    {
        _memory.Receive(A, Command, "first", Start);

        Assert.IsType<RequestVerdict.Joined>(_memory.Receive(A, Command, "second", Start + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Should_forget_the_oldest_reply_when_there_are_too_many()
    {
        for (var n = 0; n <= 3; n++)
        {
            _memory.Receive(new RequestId($"{n}"), Command, "first", Start);
            _memory.Answer(new RequestId($"{n}"), n, 1, Start);
        }

        Assert.Equal(3, _memory.Count);
        Assert.IsType<RequestVerdict.New>(_memory.Receive(new RequestId("0"), Command, "second", Start));
        Assert.Equal(new RequestVerdict.Answered(1), _memory.Receive(new RequestId("1"), Command, "second", Start));
    }

    [Fact]
    public void Should_forget_the_oldest_replies_when_their_total_weight_is_too_large()
    {
        var memory = new RequestMemory<string>(mostWeight: 100);
        for (var n = 0; n < 5; n++)
        {
            memory.Receive(new RequestId($"{n}"), Command, "first", Start);
            memory.Answer(new RequestId($"{n}"), n, weight: 40, Start);
            Assert.InRange(memory.Weight, 0, 100);
        }

        Assert.Equal((2, 80L), (memory.Count, memory.Weight));
        Assert.IsType<RequestVerdict.New>(memory.Receive(new RequestId("2"), Command, "second", Start));
        Assert.Equal(new RequestVerdict.Answered(3), memory.Receive(new RequestId("3"), Command, "second", Start));
        memory.Forget(Start + TimeSpan.FromMinutes(10));
        Assert.Equal(0, memory.Weight);
    }

    [Fact]
    public void Should_not_keep_a_reply_that_is_too_heavy_and_keep_the_others()
    {
        var memory = new RequestMemory<string>(mostWeight: 100);
        memory.Receive(A, Command, "first", Start);
        memory.Answer(A, "reply", weight: 100, Start);
        memory.Receive(B, Command, "first", Start);
        memory.Receive(B, Command, "second", Start);

        Assert.Equal(["second"], memory.Answer(B, "heavy", weight: 101, Start));
        Assert.Equal(100, memory.Weight);
        Assert.IsType<RequestVerdict.New>(memory.Receive(B, Command, "third", Start));
        Assert.Equal(new RequestVerdict.Answered("reply"), memory.Receive(A, Command, "second", Start));
    }

    [Fact]
    public void Should_limit_the_senders_that_join_one_request()
    {
        var memory = new RequestMemory<string>(mostJoined: 2);
        foreach (var sender in (string[])["first", "second", "third"])
        {
            memory.Receive(A, Command, sender, Start);
        }

        var crowded = new RequestVerdict.Rejected(
            RejectReason.Overloaded,
            "RequestId a is at work, and 2 wait for its reply already"
        );
        Assert.Equal(crowded, memory.Receive(A, Command, "fourth", Start));
        Assert.Equal(["second", "third"], memory.Answer(A, "reply", 1, Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RequestId.MaxLength + 1)]
    public void Should_reject_an_id_that_is_empty_or_too_long(int length)
    {
        var id = new RequestId(new string('x', length));

        var verdict = _memory.Receive(id, Command, "first", Start);

        Assert.Equal(RejectReason.InvalidSpec, Assert.IsType<RequestVerdict.Rejected>(verdict).Reason);
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public void Should_return_the_joined_senders_when_a_request_is_withdrawn()
    {
        _memory.Receive(A, Command, "first", Start);
        _memory.Receive(A, Command, "second", Start);

        Assert.Equal(["second"], _memory.Withdraw(A));
        Assert.Empty(_memory.Withdraw(A));
    }

    [Fact]
    public void Should_list_no_sender_for_an_unknown_request() => Assert.Empty(_memory.Answer(A, "reply", 1, Start));

    /// <summary>
    /// In every order of inputs, each sender gets exactly one reply, and a remembered request is carried out once.
    /// </summary>
    [Fact]
    public void Should_reply_to_each_sender_exactly_once()
    {
        var step = Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.Int[0, 4]);
        step.Array[0, 60]
            .Sample(steps =>
            {
                var memory = new RequestMemory<int>(capacity: 2);
                var (replied, asked, open) = (new List<int>(), 0, new Dictionary<int, int>());
                var now = Start;
                foreach (var (request, isAnswer, minutes) in steps)
                {
                    now += TimeSpan.FromMinutes(minutes);
                    var id = new RequestId($"{request}");
                    if (isAnswer)
                    {
                        replied.AddRange(memory.Answer(id, request, 1, now));
                        if (open.Remove(request, out var first))
                        {
                            replied.Add(first);
                        }

                        continue;
                    }

                    switch (memory.Receive(id, Command, asked, now))
                    {
                        case RequestVerdict.New:
                            Assert.True(open.TryAdd(request, asked), "carried out twice at once");
                            break;
                        case RequestVerdict.Joined:
                            Assert.Contains(request, open.Keys);
                            break;
                        case RequestVerdict.Answered answered:
                            Assert.Equal(request, answered.Reply);
                            replied.Add(asked);
                            break;
                        default:
                            Assert.Fail("no other kind was asked");
                            break;
                    }

                    asked++;
                }

                foreach (var (request, first) in open)
                {
                    replied.Add(first);
                    replied.AddRange(memory.Answer(new RequestId($"{request}"), request, 1, now));
                }

                Assert.Equal(Enumerable.Range(0, asked), replied.Order());
                Assert.InRange(memory.Count, 0, 2);
            });
    }
}
