using System.Diagnostics;
using System.Text.RegularExpressions;
using McpFuzzer.Actors.Node.Tests.EndToEnd;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>Real nodes of one user: a state folder, and the processes of <c>mcpfuzzer node</c> that share it.</summary>
internal sealed partial class ClusterGround : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ProcessCookie _cookie = new();
    private readonly List<Process> _started = [];

    /// <summary>The folder of the nodes' certificates and records.</summary>
    public string State { get; } = Directory.CreateTempSubdirectory("mcpfuzzer-cluster-").FullName;

    /// <summary>A node that has joined, with the address that it printed.</summary>
    public async Task<ClusterProcess> StartAsync(params string[] options)
    {
        var node = Spawn(options);
        var line = await node.Output.ReadLineAsync().WaitAsync(Patience);
        var match = NodeLine().Match(line ?? "");
        Assert.True(match.Success, $"no address but: {line}; {(line is null ? await node.Error : "")}");
        return node with { Address = Akka.Actor.Address.Parse(match.Groups["address"].Value) };
    }

    /// <summary>A member that runs the operations of the tests.</summary>
    public async Task<ClusterProcess> StartWorkerAsync()
    {
        var command = NodeProgram.Worker(Path.Combine(State, "mcp-fuzzer"));
        var worker = Spawn(command[0], command.Skip(1), keepInput: true);
        var line = await worker.Output.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line is not null, await (line is null ? worker.Error : Task.FromResult("")));
        return worker with { Address = Akka.Actor.Address.Parse(line) };
    }

    /// <summary>A client that owns a process on a node, when that process runs.</summary>
    public async Task<ClusterProcess> StartOwnerAsync(bool isMember, ClusterProcess node)
    {
        var command = NodeProgram.Owner(Path.Combine(State, "mcp-fuzzer"), isMember, node.HostAndPort);
        var owner = Spawn(command[0], command.Skip(1), keepInput: true);
        var line = await owner.Output.ReadLineAsync().WaitAsync(Patience);
        Assert.True(int.TryParse(line, out _), $"no pid but: {line}; {(line is null ? await owner.Error : "")}");
        return owner;
    }

    /// <summary>Starts a node, without waiting for it.</summary>
    public ClusterProcess Spawn(params string[] options) =>
        Spawn(
            Mcpfuzzer.Executable,
            ["node", .. options.Contains("--port") ? [] : (string[])["--port", "0"], .. options],
            keepInput: false
        );

    private ClusterProcess Spawn(string file, IEnumerable<string> arguments, bool keepInput)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = State,
            Environment = { [ProcessCookie.Name] = _cookie.Value, ["XDG_STATE_HOME"] = State },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        _started.Add(process);
        if (!keepInput)
        {
            process.StandardInput.Close();
        }

        return new ClusterProcess(process, process.StandardOutput, process.StandardError.ReadToEndAsync());
    }

    /// <summary>Fails when a process that was started still runs.</summary>
    public void AssertNothingIsLeft() => Assert.Empty(_cookie.Bearers());

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        Directory.Delete(State, recursive: true);
    }

    [GeneratedRegex(
        "^mcpfuzzer: node (?<address>akka\\.(ssl\\.)?tcp://mcp-fuzzer@[0-9.]+:[0-9]+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NodeLine();
}

/// <summary>A node or a client.</summary>
internal sealed record ClusterProcess(Process Process, TextReader Output, Task<string> Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Akka.Actor.Address Address { get; init; } = Akka.Actor.Address.AllSystems;

    /// <summary>HOST:PORT, for others to join.</summary>
    public string HostAndPort => $"{Address.Host}:{Address.Port}";

    /// <summary>Waits for its end. Returns its exit code and its stderr.</summary>
    public async Task<(int Code, string Error)> EndAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(Patience);
        return (Process.ExitCode, await Error);
    }

    public Task<(int Code, string Error)> TerminateAsync()
    {
        Signals.Send(Process.Id, Signals.Terminate);
        return EndAsync();
    }
}
