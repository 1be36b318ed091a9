using System.Collections;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Threads;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Hosting;

/// <summary>Adds the runtime to an Akka.Hosting node.</summary>
public static class McpFuzzerHostingExtensions
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Starts manager, watchdog and executor under <c>/user/mcp-fuzzer</c>, once per node, and registers them as <see
    /// cref="ManagerKey" />, <see cref="WatchdogKey" /> and <see cref="ExecutorKey" />. A shutdown of the node first
    /// ends operations, then stops every process by its ladder.
    /// </summary>
    /// <param name="builder">The node.</param>
    /// <returns>The same builder.</returns>
    public static AkkaConfigurationBuilder WithMcpFuzzer(this AkkaConfigurationBuilder builder) =>
        builder.WithMcpFuzzer(new McpFuzzerOptions());

    /// <inheritdoc cref="WithMcpFuzzer(AkkaConfigurationBuilder)" />
    /// <param name="builder">The node.</param>
    /// <param name="configure">Sets what is to differ from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzer(
        this AkkaConfigurationBuilder builder,
        Action<McpFuzzerOptions> configure
    ) => builder.WithMcpFuzzer(ConfiguredOptions.Of(configure));

    /// <inheritdoc cref="WithMcpFuzzer(AkkaConfigurationBuilder)" />
    /// <param name="builder">The node.</param>
    /// <param name="options">What is to differ from the HOCON; bound from a host's configuration, for instance.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzer(
        this AkkaConfigurationBuilder builder,
        McpFuzzerOptions options
    )
    {
        var given = RuntimeConfiguration.Of(options);
        var known = given.WithFallback(builder.Configuration.GetOrElse(Config.Empty));
        return (given.IsEmpty ? builder : builder.AddHocon(given, HoconAddMode.Prepend))
            .AddHocon(OrderlyShutdown.PhasesFor(known), HoconAddMode.Append)
            .AddHocon(RuntimeConfiguration.Reference, HoconAddMode.Append)
            .WithMcpFuzzerWire(options.Codecs)
            .WithActors(
                async (system, registry) =>
                {
                    var actors = await StartAsync(system, options, OrderlyShutdown.Of(system));
                    registry.Register<RuntimeKey>(actors.Root);
                    registry.Register<ManagerKey>(actors.Manager);
                    registry.Register<WatchdogKey>(actors.Watchdog);
                    registry.Register<ExecutorKey>(actors.Executor);
                }
            );
    }

    /// <summary>
    /// Lets a system without a runtime talk to a runtime on another node: binds the messages of the contracts to their
    /// serializer. <see cref="WithMcpFuzzer(AkkaConfigurationBuilder)" /> includes this.
    /// </summary>
    /// <param name="builder">The node.</param>
    /// <param name="codecs">The codecs of the operations that it sends and of their results; null means none.</param>
    /// <returns>The same builder.</returns>
    public static AkkaConfigurationBuilder WithMcpFuzzerWire(
        this AkkaConfigurationBuilder builder,
        OperationCodecs? codecs = null
    ) =>
        builder
            .AddHocon(WireConfiguration.Reference, HoconAddMode.Append)
            .AddSetup(new WireSetup(codecs ?? new OperationCodecs()));

    /// <summary>
    /// Starts the actors in any system whose configuration falls back on <see cref="OrderlyShutdown.PhasesFor" /> and
    /// <see cref="RuntimeConfiguration.Reference" />.
    /// </summary>
    /// <param name="system">The system.</param>
    /// <param name="options">Values that override the HOCON.</param>
    /// <param name="atShutdown">Receives the steps of the shutdown.</param>
    /// <exception cref="SettingsException">A value is rejected.</exception>
    internal static async Task<McpFuzzerActor.Actors> StartAsync(
        ActorSystem system,
        McpFuzzerOptions options,
        OrderlyShutdown.AddStep atShutdown
    )
    {
        var configuration = RuntimeConfiguration.From(system.Settings.Config);
        (options.Time as PreciseTimers)?.Start();
        var host = options.Host ?? CreateHost(system, configuration.Process, options.Time);
        OrderlyShutdown.Register(atShutdown, host);
        var root = system.ActorOf(
            McpFuzzerActor.Props(
                configuration,
                host,
                options.Time,
                Environment(),
                Random.Shared.Next(),
                options.Operations
            ),
            McpFuzzerActor.Name
        );
        var actors = await root.Ask<McpFuzzerActor.Actors>(new McpFuzzerActor.GetActors(), StartTimeout);
        OrderlyShutdown.Register(system, atShutdown, actors);
        return actors;
    }

    private static IProcessHost CreateHost(ActorSystem system, ProcessSettings settings, TimeProvider time)
    {
        var log = Logging.GetLogger(system, typeof(IProcessHost));
        var options = new HostOptions
        {
            Containment = settings.Containment,
            Subreaper = settings.Subreaper,
            Guardian = settings.Guardian,
            PassDescriptors = settings.PassDescriptors,
            InheritSignals = settings.InheritSignals,
            StateFolder = settings.StateFolder,
            StdinWriteTimeout = settings.StdinWriteTimeout,
            OnNotice = notice => log.Warning("Process host: {Notice}", notice),
            OnFault = fault => log.Error(fault, "The process host has a bug"),
        };
        try
        {
            var host = ProcessHosts.Create(time, options);
            log.Info("Processes are contained at level {Containment}", host.Promises.Containment);
            return host;
        }
        catch (ContainmentUnavailableException unavailable)
        {
            throw new SettingsException(
                $"{ProcessSettings.Path}.containment",
                unavailable.Level.ToString().ToLowerInvariant(),
                $"is not available here: {unavailable.Reason}; auto takes the strongest level that is available"
            );
        }
    }

    private static Dictionary<string, string> Environment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
}
