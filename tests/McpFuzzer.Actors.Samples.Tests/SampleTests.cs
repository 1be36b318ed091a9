using McpFuzzer.Actors.Samples.Executions;
using McpFuzzer.Actors.Samples.Integration;
using McpFuzzer.Actors.Samples.Pages;
using McpFuzzer.Actors.Samples.Processes;
using McpFuzzer.Actors.Samples.Tuning;
using McpFuzzer.Actors.Samples.Watch;

namespace McpFuzzer.Actors.Samples.Tests;

/// <summary>Each example of the original's documentation, run against real processes, leaves nothing behind.</summary>
public sealed class SampleTests
{
    /// <summary>A sample that hangs has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public SampleTests() => Leftovers.MarkWhatIsStarted();

    [Fact]
    public async Task Should_start_show_and_stop_a_process() =>
        Assert.Equal(
            ["Process status: test_server is Running", "The process with its pid is the same: True", "Stopped: True"],
            await SayAsync(BasicProcessManagement.RunAsync)
        );

    [Fact]
    public async Task Should_monitor_activity()
    {
        var line = Assert.Single(await SayAsync(ActivityMonitoring.RunAsync));

        Assert.Matches("^Still Running, last seen alive by (Updates|Callback)$", line);
    }

    [Fact]
    public async Task Should_manage_multiple_processes() =>
        Assert.Equal(
            [
                "Managing 3 processes: worker_0, worker_1, worker_2",
                "3 running, 3 watched",
                "Stopped 3 processes",
                "Cleaned up 3 processes",
            ],
            await SayAsync(MultipleProcesses.RunAsync)
        );

    [Fact]
    public async Task Should_publish_events() =>
        Assert.Equal(
            ["ProcessStarted", "ProcessReady", "ProcessExited: exit code 3", "ProcessStopped"],
            await SayAsync(WatchingEvents.RunAsync)
        );

    [Fact]
    public async Task Should_end_a_hanging_process_by_the_watchdog() =>
        Assert.Equal(
            ["Registered: True", "Ended by the watchdog: 1", "Watching: False"],
            await SayAsync(BasicWatchdogUsage.RunAsync)
        );

    [Fact]
    public async Task Should_keep_a_process_whose_callback_shows_activity() =>
        Assert.Equal(["Has exited: False"], await SayAsync(WatchdogWithActivity.RunAsync));

    [Fact]
    public async Task Should_watch_as_long_as_a_using_block_lasts() =>
        Assert.Equal(["Watching: True", "Watching: False"], await SayAsync(WatchdogContextManager.RunAsync));

    [Fact]
    public async Task Should_execute_an_operation() =>
        Assert.Equal(["Result: success"], await SayAsync(BasicExecutorUsage.RunAsync));

    [Fact]
    public async Task Should_retry_until_an_operation_succeeds_or_no_attempt_is_left()
    {
        Assert.Equal(
            ["Result after retries: success"],
            await SayAsync(output => ExecutorWithRetry.RunAsync(new Sequence(0.1, 0.2, 0.8), output))
        );
        Assert.Equal(
            ["All 4 attempts failed: Random failure"],
            await SayAsync(output => ExecutorWithRetry.RunAsync(new Sequence(0.1, 0.2, 0.3, 0.4), output))
        );
    }

    [Fact]
    public async Task Should_execute_a_batch() =>
        Assert.Equal(
            ["Successful results: 9", "Errors: 1", "The last is number 9: result_9", "Number 7 failed: seven"],
            await SayAsync(BatchOperations.RunAsync)
        );

    [Fact]
    public async Task Should_use_its_own_timeout_and_size() =>
        Assert.Equal(
            ["Long operation result: long_result", "10 at once, and 4 from now on"],
            await SayAsync(CustomTimeoutAndConcurrency.RunAsync)
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_run_the_whole_and_shut_down_in_either_order(bool managerFirst) =>
        Assert.Equal(
            ["Fuzzing completed: 20 successful, 0 errors", "Process statistics: 1 started, 1 running"],
            await SayAsync(output => CompleteRuntime.RunAsync(managerFirst, output))
        );

    [Fact]
    public async Task Should_list_the_tools_of_a_managed_server()
    {
        string[] server = [Path.Combine(AppContext.BaseDirectory, "mcpfuzzer"), "sample-server"];

        var lines = await SayAsync(output => ManagedTransport.RunAsync(server, output));

        Assert.Matches("^Available tools: .*divide.*$", lines[0]);
        Assert.Equal(["Running: 0"], lines[1..]);
    }

    [Fact]
    public async Task Should_watch_by_profile() =>
        Assert.Equal(
            ["HighFrequency: watched True", "LowFrequency: watched True"],
            await SayAsync(WatchdogTuning.RunAsync)
        );

    [Fact]
    public async Task Should_debug_with_one_operation_at_a_time_that_is_not_retried() =>
        Assert.Equal(["1 at once", "Broken in attempt 1"], await SayAsync(DebugConfiguration.RunAsync));

    [Fact]
    public async Task Should_run_as_many_at_once_as_suit_the_work() =>
        Assert.Equal(
            [
                $"Cpu: {Environment.ProcessorCount} at once",
                $"Io: {2 * Environment.ProcessorCount} at once",
                "Network: 10 at once",
            ],
            await SayAsync(ConcurrencyTuning.RunAsync)
        );

    [Fact]
    public async Task Should_run_registered_operations() =>
        Assert.Equal(["hello one", "hello two, hello three"], await SayAsync(RegisteredOperations.RunAsync));

    [Fact]
    public async Task Should_run_each_block_of_the_page_on_embedding()
    {
        var lines = await SayOnConsoleAsync(EmbeddingPage.RunAsync);

        Assert.Equal(
            [
                "ProcessStarted",
                "ProcessReady",
                "ProcessExited: exit code 3",
                "ProcessStopped",
                "success",
                "answered in attempt 2",
            ],
            lines[..^1]
        );
        Assert.Matches("^pid [0-9]+$", lines[^1]);
        Assert.Equal(["hello one"], await SayOnConsoleAsync(EmbeddingPage.GreetAsync));
    }

    /// <summary>Without the lines of Akka's log, which begin with a bracket.</summary>
    private static async Task<string[]> SayOnConsoleAsync(Func<string[], Task> program) =>
        [.. (await SayAsync(output => OnConsoleAsync(program, output))).Where(line => !line.StartsWith('['))];

    private static async Task OnConsoleAsync(Func<string[], Task> program, TextWriter output)
    {
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            await program([]);
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static async Task<string[]> SayAsync(Func<TextWriter, Task> sample)
    {
        var output = new StringWriter { NewLine = "\n" };
        await sample(output).WaitAsync(Patience);
        Assert.Empty(Leftovers.Find());
        return output.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>Numbers that were drawn beforehand.</summary>
    private sealed class Sequence(params double[] numbers) : Random
    {
        private int _next;

        public override double NextDouble() => numbers[_next++];
    }
}
