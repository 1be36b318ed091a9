using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Mcp.Transport;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>docs/from-the-original.md has no empty cell, and names only what exists.</summary>
public sealed partial class FromTheOriginalTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(ProcessSpec).Assembly,
        typeof(ProcessManagerClient).Assembly,
        typeof(McpFuzzerOptions).Assembly,
        typeof(ManagedStdioTransport).Assembly,
    ];

    private static readonly List<string[]> Rows =
    [
        .. Checkout
            .Read("docs", "from-the-original.md")
            .Split('\n')
            .Where(line => line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal))
            .Select(line => CellPattern().Split(line)[1..^1]),
    ];

    private static readonly List<string> Sources =
    [
        .. Directory
            .EnumerateFiles(Checkout.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText),
    ];

    [GeneratedRegex(@"\|")]
    private static partial Regex CellPattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();

    [Fact]
    public void Should_have_no_empty_cell()
    {
        Assert.True(Rows.Count > 80, $"{Rows.Count} rows");
        Assert.All(Rows, row => Assert.All(row, cell => Assert.NotEqual("", cell.Trim())));
    }

    /// <summary>The first column names the original's API; code in other columns names ours.</summary>
    [Fact]
    public void Should_name_only_what_exists()
    {
        var names = Rows.SelectMany(row => row[1..])
            .SelectMany(cell => NamePattern().Matches(cell))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        Assert.True(names.Count > 120, $"{names.Count} names");
        Assert.All(names, name => Assert.True(Exists(name), $"{name} does not exist"));
    }

    [Fact]
    public void Should_show_each_row_by_a_test() =>
        Assert.All(
            Rows.Where(row => !row[^1].Contains("shown by", StringComparison.Ordinal)),
            row => Assert.Contains(".Should_", row[^1], StringComparison.Ordinal)
        );

    /// <summary>Each documented call of the original, from its own list.</summary>
    [Theory]
    [InlineData(
        "start_process stop_process stop_all_processes get_process_status list_processes wait_for_process "
            + "update_activity get_stats cleanup_finished_processes shutdown"
    )]
    [InlineData("start() stop() register_process unregister_process is_process_registered")]
    [InlineData("execute( execute_with_retry execute_batch")]
    [InlineData("command cwd env timeout auto_kill name activity_callback")]
    [InlineData("check_interval process_timeout extra_buffer max_hang_time")]
    [InlineData("max_concurrency retry_count retry_delay")]
    [InlineData("debug_config debug_executor cpu_executor io_executor network_executor fast_watchdog slow_watchdog")]
    public void Should_cover_everything_that_the_original_documents(string calls)
    {
        var first = Rows.Select(row => row[0]).ToList();

        Assert.All(
            calls.Split(' '),
            call => Assert.Contains(first, cell => cell.Contains($"`{call}", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Should_give_each_public_method_of_a_client_a_row()
    {
        var page = Checkout.Read("docs", "from-the-original.md");
        var methods = Assemblies[1]
            .GetExportedTypes()
            .Where(type => type.Name.EndsWith("Client", StringComparison.Ordinal))
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            .Select(method => $"`{method.DeclaringType!.Name}.{method.Name}`")
            .Distinct();

        Assert.All(methods, method => Assert.Contains(method, page, StringComparison.Ordinal));
    }

    private static bool Exists(string name) =>
        name switch
        {
            _ when name.StartsWith("mcp-fuzzer.", StringComparison.Ordinal) => IsKey(name),
            _ when name.Contains('/') => Path.Exists(Checkout.PathOf(name)),
            _ when name.Split('.') is [var type, var member] => member.StartsWith("Should_", StringComparison.Ordinal)
                ? IsTest(type, member)
                : IsMember(type, member),
            _ => TypesNamed(name).Any() || Sources.Any(source => IsClass(source, name)),
        };

    /// <summary>Each section has a reference file, which holds every key.</summary>
    private static bool IsKey(string path) =>
        ConfigurationFactory.ParseString(Checkout.Read("hocon", $"{path.Split('.')[1]}.conf")).HasPath(path);

    private static IEnumerable<Type> TypesNamed(string name) =>
        Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.Name.Split('`')[0] == name);

    private static bool IsMember(string type, string member) =>
        TypesNamed(type).Any(found => found.GetMember(member).Length > 0);

    private static bool IsTest(string type, string method) =>
        Sources.Any(source => IsClass(source, type) && Regex.IsMatch(source, $@"\b{method}\("));

    private static bool IsClass(string source, string name) => Regex.IsMatch(source, $@"\bclass {name}\b");
}
