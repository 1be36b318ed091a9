using System.Diagnostics;

namespace McpFuzzer.Actors.Samples.Tests;

/// <summary>The samples of docs/cluster.md, each in a separate process, over TLS with one state folder.</summary>
public sealed class ClusterSampleTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Expected =
    [
        "ready: True",
        "phase: Running",
        "digest: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "stopped: True",
        "ProcessStarted",
        "ProcessReady",
        "ProcessExited",
        "ProcessStopped",
    ];

    private readonly string _state = Directory.CreateTempSubdirectory("mcpfuzzer-sample-").FullName;
    private readonly List<string> _said = [];
    private Process _host = null!;
    private string _node = "";

    public async Task InitializeAsync()
    {
        Leftovers.MarkWhatIsStarted();
        _host = Start("host", "0");
        while (_node.Length == 0)
        {
            var line = await _host.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.True(line is not null, $"the node ended: {string.Join('\n', _said)}");
            _said.Add(line);
            _node = line.StartsWith("node ", StringComparison.Ordinal) ? line.Split('@')[1] : "";
        }
    }

    public Task DisposeAsync()
    {
        if (!_host.HasExited)
        {
            _host.Kill();
        }

        _host.Dispose();
        Directory.Delete(_state, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("join")]
    [InlineData("ask")]
    public async Task Should_start_watch_execute_and_stop_without_an_error_when_a_client_comes_and_leaves(string how)
    {
        using var client = Start(how, _node);
        var output = client.StandardOutput.ReadToEndAsync();
        var error = client.StandardError.ReadToEndAsync();
        await client.WaitForExitAsync().WaitAsync(Patience);
        var said = (await output).Split('\n');

        await EndHostAsync();

        Assert.Equal(0, client.ExitCode);
        Assert.Equal(Expected, said.Where(line => Expected.Contains(line)));
        Assert.Equal("", await error);
        Assert.Empty(ErrorsOf(said));
        Assert.Empty(ErrorsOf(_said));
        Assert.Equal(0, _host.ExitCode);
        Assert.Empty(Leftovers.Find());
    }

    private static IEnumerable<string> ErrorsOf(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith("[ERROR]", StringComparison.Ordinal));

    /// <summary>Ends the node in order, and reads what it has logged.</summary>
    private async Task EndHostAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_host.Id}"]);
        _said.AddRange((await _host.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n'));
        await _host.WaitForExitAsync().WaitAsync(Patience);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "McpFuzzer.Actors.Samples.Cluster"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_STATE_HOME"] = _state },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
