using Akka.Configuration;
using Akka.Event;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Tests.Configuration;

public sealed class NodeConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpfuzzer-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Should_be_quiet_when_nothing_is_set() =>
        Assert.Equal(LogLevel.WarningLevel, NodeSettings.Read(Load(Config.Empty, null)).LogLevel);

    [Fact]
    public void Should_prefer_the_level_nearest_to_the_user_when_all_levels_set_a_key()
    {
        var ambient = ConfigurationFactory.ParseString(
            "mcp-fuzzer.node { log-level = error, progress-interval = 7s }\nmcp-fuzzer.watchdog.process-timeout = 9s"
        );
        var file = Write("c.conf", "mcp-fuzzer { node { log-level = info, progress-interval = 8s } }");

        var configuration = Load(ambient, file, ("mcp-fuzzer.node.log-level", "debug"));

        var settings = NodeSettings.Read(configuration);
        Assert.Equal(LogLevel.DebugLevel, settings.LogLevel);
        Assert.Equal(TimeSpan.FromSeconds(8), settings.ProgressInterval);
        Assert.Equal("9s", configuration.GetString("mcp-fuzzer.watchdog.process-timeout"));
        Assert.Equal("off", configuration.GetString("akka.coordinated-shutdown.run-by-clr-shutdown-hook"));
    }

    [Fact]
    public void Should_take_the_last_when_a_key_is_set_twice() =>
        Assert.Equal(
            LogLevel.ErrorLevel,
            NodeSettings
                .Read(
                    Load(
                        Config.Empty,
                        null,
                        ("mcp-fuzzer.node.log-level", "info"),
                        ("mcp-fuzzer.node.log-level", "error")
                    )
                )
                .LogLevel
        );

    [Fact]
    public void Should_keep_a_value_as_text_when_it_holds_what_HOCON_would_read() =>
        Assert.Equal(
            "a\"b # c ${d} = e",
            Load(Config.Empty, null, ("akka.x", "a\"b # c ${d} = e")).GetString("akka.x")
        );

    [Fact]
    public void Should_read_a_list_when_the_value_is_one() =>
        Assert.Equal(["a", "b"], Load(Config.Empty, null, ("akka.x", "[a, b]")).GetStringList("akka.x"));

    [Theory]
    [InlineData("nosuch.x", "1", "nosuch", "no such key; known here: akka, mcp-fuzzer")]
    [InlineData(
        "mcp-fuzzer.watchdgo.check-interval",
        "1s",
        "mcp-fuzzer.watchdgo",
        "no such key; known here: campaign, executor, node, process, watchdog"
    )]
    [InlineData(
        "mcp-fuzzer.node.loglevel",
        "info",
        "mcp-fuzzer.node.loglevel",
        "no such key; known here: hostname, join, log-format, log-level, port, progress-interval, roles, tls"
    )]
    [InlineData(
        "mcp-fuzzer.node.log-level",
        "loud",
        "mcp-fuzzer.node.log-level",
        "must be one of debug, info, warning, error"
    )]
    [InlineData(
        "mcp-fuzzer.node.progress-interval",
        "2",
        "mcp-fuzzer.node.progress-interval",
        "must be a duration with a unit (ms, s, m, h, d) from 100ms to 1h"
    )]
    [InlineData("a b", "1", "a b", "the path must be names joined by dots, such as mcp-fuzzer.watchdog.check-interval")]
    public void Should_reject_with_path_and_what_is_allowed_when_a_setting_is_wrong(
        string path,
        string value,
        string rejectedPath,
        string allowed
    )
    {
        var rejected = Assert.Throws<SettingsException>(() =>
            NodeSettings.Read(Load(Config.Empty, null, (path, value)))
        );

        Assert.Equal(rejectedPath, rejected.Path);
        Assert.Equal(allowed, rejected.Allowed);
    }

    [Theory]
    [InlineData("mcp-fuzzer { } , akka { }")]
    [InlineData("mcp-fuzzer { node = ${nosuch} }")]
    [InlineData("mcp-fuzzer { node { log-level = info }")]
    public void Should_name_the_file_in_one_line_when_it_is_not_HOCON(string text)
    {
        var path = Write("bad.conf", text);

        var rejected = Assert.Throws<UsageException>(() => Load(Config.Empty, path));

        Assert.StartsWith($"--config {path}: ", rejected.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', rejected.Message);
    }

    [Fact]
    public void Should_name_the_file_when_it_does_not_exist()
    {
        var path = Path.Combine(_folder, "none.conf");

        var rejected = Assert.Throws<UsageException>(() => Load(Config.Empty, path));

        Assert.StartsWith($"--config {path}: ", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_the_file_when_it_is_a_directory()
    {
        var rejected = Assert.Throws<UsageException>(() => Load(Config.Empty, _folder));

        Assert.Equal($"--config {_folder}: is a directory: must be a file", rejected.Message);
    }

    [Fact]
    public void Should_read_the_section_of_appsettings_when_it_exists()
    {
        Write("appsettings.json", """{ "Logging": { "x": 1 }, "mcp-fuzzer": { "node": { "log-level": "info" } } }""");

        Assert.Equal("info", AmbientSettings.Read(_folder).GetString("mcp-fuzzer.node.log-level"));
    }

    [Fact]
    public void Should_name_the_file_when_appsettings_is_not_JSON()
    {
        var path = Write("appsettings.json", "{");

        var rejected = Assert.Throws<UsageException>(() => AmbientSettings.Read(_folder));

        Assert.StartsWith($"{path}: ", rejected.Message, StringComparison.Ordinal);
    }

    private static Config Load(Config ambient, string? file, params (string Path, string Value)[] overrides) =>
        NodeConfiguration.Load(
            new SettingsSources(file, [.. overrides.Select(pair => KeyValuePair.Create(pair.Path, pair.Value))]),
            ambient
        );

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
