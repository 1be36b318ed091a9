using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpFuzzer.Actors.Mcp.Transport;

/// <summary>
/// A stdio transport for the client of the official MCP SDK. The ManagerActor supervises the server process: it has a
/// key, the watchdog watches it, its stderr is drained into a bounded tail, and a stop ends everything that it started.
/// </summary> <example>
/// <code>
/// var target = new ProcessSpec { Command = ["my-server", "--stdio"], Name = "my-server" };
/// var transport = new ManagedStdioTransport(manager, target);
/// await using var client = await McpClient.CreateAsync(transport);
/// foreach (var tool in await client.ListToolsAsync())
/// {
///     Console.WriteLine(tool.Name);
/// }
/// </code>
/// </example>
public sealed class ManagedStdioTransport : IClientTransport
{
    private readonly TargetLauncher _launcher;
    private readonly ProcessSpec _target;
    private readonly ManagedStdioOptions _options;
    private readonly ILoggerFactory _loggers;

    /// <summary>Creates a transport to one server.</summary>
    /// <param name="manager">The ManagerActor, on this node: <c>IRequiredActor&lt;ManagerKey&gt;.ActorRef</c> in a
    /// host.</param>
    /// <param name="target">What to start. Its stdin and stdout become pipes and its stderr a captured tail; the spec's
    /// own values are ignored. An idle MCP server is silent, so the watchdog only reports its silence, unless the spec
    /// sets <see cref="ProcessSpec.AutoKill" />.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="loggerFactory">Receives lines of stdout that are not messages, shortened and escaped; null logs
    /// nothing.</param>
    public ManagedStdioTransport(
        IActorRef manager,
        ProcessSpec target,
        ManagedStdioOptions? options = null,
        ILoggerFactory? loggerFactory = null
    )
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(target);
        _launcher = new TargetLauncher(manager);
        // A server that waits for requests is silent.
        _target = target with
        {
            AutoKill = target.AutoKill ?? false,
        };
        _options = options ?? new ManagedStdioOptions();
        _loggers = loggerFactory ?? NullLoggerFactory.Instance;
        if (_options.FindError() is { } error)
        {
            throw new ArgumentException(error.ToString(), nameof(options));
        }
    }

    /// <summary>The name of the target's spec.</summary>
    public string Name => _target.Name;

    /// <summary>
    /// Starts a process and takes its streams. Each call starts another process, with its own key unless the options
    /// name one.
    /// </summary>
    /// <exception cref="IOException">The process could not be started, or exited at once. The message gives the reason
    /// in one line. No process is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. No process is left.</exception>
    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var key = _options.Key ?? new ProcessKey($"mcp-{Guid.NewGuid():N}");
        return await _launcher.LaunchAsync(_target, key, _options.StartTimeout, cancellationToken) switch
        {
            LaunchResult.Launched launched => ManagedStdioSession.Open(
                launched.Process,
                new LineFramer(_options.MaxFrameBytes),
                _loggers.CreateLogger<ManagedStdioTransport>()
            ),
            LaunchResult.NotStarted notStarted => throw new IOException(
                $"{Name} could not be started: {notStarted.Why}"
            ),
            LaunchResult.NotAttached { Stopped: ProcessStopped { Cause: ExitCause.Exited } ended } =>
                throw new IOException($"{Name} exited before the first request: {ended.Exit}"),
            LaunchResult.NotAttached notAttached => throw new IOException(
                $"the streams of {Name} could not be attached: {notAttached.Why}"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
