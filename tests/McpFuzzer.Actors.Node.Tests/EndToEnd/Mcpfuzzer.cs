using System.Diagnostics;
using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>The result of one run of the program.</summary>
internal sealed record RunResult(int ExitCode, string Output, IReadOnlyList<string> ErrorLines);

/// <summary>The built program, run as a child in a temporary working directory.</summary>
internal sealed class Mcpfuzzer : IDisposable
{
    private static readonly TimeSpan Backstop = TimeSpan.FromMinutes(3);

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "mcpfuzzer");

    private readonly ProcessCookie _cookie = new();
    private readonly List<Process> _started = [];

    /// <summary>Variables of its environment, which its targets inherit.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Its working directory, which also holds reports.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mcpfuzzer-test-").FullName;

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs to the end.</summary>
    public Task<RunResult> RunAsync(params string[] arguments) => RunAsync(arguments, (_, _) => { });

    /// <summary>Runs to the end under a shell with a redirection.</summary>
    public Task<RunResult> RunRedirectedAsync(string redirection, params string[] arguments) =>
        RunAsync(Start("sh", ["-c", $"exec \"$0\" \"$@\" {redirection}", Executable, .. arguments]), (_, _) => { });

    /// <summary>Runs to the end under a shell that runs another command first.</summary>
    public Task<RunResult> RunAfterAsync(string shellCommand, params string[] arguments) =>
        RunAsync(Start("sh", ["-c", $"{shellCommand}; exec \"$0\" \"$@\"", Executable, .. arguments]), (_, _) => { });

    /// <summary>Runs to the end under a shell, after another command.</summary>
    public Task<RunResult> RunBelowAsync(string command, params string[] arguments) =>
        RunAsync(Start("sh", ["-c", $"{command}; exec \"$0\" \"$@\"", Executable, .. arguments]), (_, _) => { });

    /// <summary>Runs to the end, and passes on each line of stderr as it arrives.</summary>
    public Task<RunResult> RunAsync(string[] arguments, Action<int, string> onErrorLine) =>
        RunAsync(Start(Executable, arguments), onErrorLine);

    /// <summary>Starts it with streams of the test.</summary>
    public RunningCommand StartCommand(params string[] arguments) => new(Spawn(Executable, arguments));

    /// <summary>Starts a shell whose <c>$0</c> it is.</summary>
    public RunningCommand StartShell(string shell, string script) => new(Spawn(shell, ["-c", script, Executable]));

    private static async Task<RunResult> RunAsync(Process process, Action<int, string> onErrorLine)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = new List<string>();
        using var backstop = new CancellationTokenSource(Backstop);
        while (await process.StandardError.ReadLineAsync(backstop.Token) is { } line)
        {
            errors.Add(line);
            onErrorLine(process.Id, line);
        }

        await process.WaitForExitAsync(backstop.Token);
        return new RunResult(process.ExitCode, await output, errors);
    }

    /// <summary>Fails if any started process is still alive.</summary>
    public void AssertNothingIsLeft() => Assert.Empty(_cookie.Bearers());

    /// <summary>Waits until the guardian of a killed run has ended the rest.</summary>
    public void AssertNothingIsLeftSoon() =>
        Assert.True(SpinWait.SpinUntil(() => _cookie.Bearers().Count == 0, Backstop), "processes are left");

    /// <summary>Waits until no process is left after a kill, while its guardian cleans up.</summary>
    public async Task WaitUntilNothingIsLeftAsync()
    {
        using var backstop = new CancellationTokenSource(Backstop);
        await _cookie.WaitForEndAsync(backstop.Token);
    }

    /// <summary>A report in an output folder.</summary>
    public JsonElement Report(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, folder, name))).RootElement;

    private Process Start(string file, string[] arguments)
    {
        var process = Spawn(file, arguments);
        process.StandardInput.Close();
        return process;
    }

    private Process Spawn(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [ProcessCookie.Name] = _cookie.Value },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }
}
