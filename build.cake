// dotnet cake [--target=Default] [--skip-tests]
// dotnet cake --target=Bench [--rounds=N] [--only=SCENARIO]
// dotnet cake --target=Mutate
// dotnet cake --target=Soak [--minutes=10] [--seed=N]
var target = Argument("target", "Default");
var skipTests = HasArgument("skip-tests");

var solution = "./McpFuzzer.Actors.sln";
var artifacts = Directory("./artifacts");

Task("Clean")
    .Description("Removes what builds have left.")
    .Does(() =>
    {
        CleanDirectory(artifacts);
        DeleteDirectories(
            GetDirectories("./{src,tests}/*/{bin,obj}"),
            new DeleteDirectorySettings { Recursive = true, Force = true });
    });

Task("Restore")
    .Description("Restores packages and tools.")
    .Does(() =>
    {
        Run("dotnet", "tool restore");
        DotNetRestore(solution);
    });

Task("Build")
    .Description("Builds everything; a warning is an error.")
    .IsDependentOn("Restore")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings { NoRestore = true }));

Task("Format")
    .Description("Checks the format; dotnet csharpier format . mends it.")
    .IsDependentOn("Restore")
    .Does(() => Run("dotnet", "csharpier check ."));

Task("Test")
    .Description("Runs all tests, by the command of the README.")
    .IsDependentOn("Build")
    .WithCriteria(!skipTests, "--skip-tests")
    .Does(() => Run("dotnet", "test"));

Task("Hazards")
    .Description("Writes docs/hazards.md from what is observed on this machine.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        var page = MakeAbsolute(File("./docs/hazards.md")).FullPath;
        System.Environment.SetEnvironmentVariable("MCP_FUZZER_HAZARDS_PAGE", page);
        Run("dotnet", "test tests/McpFuzzer.Actors.Hazards.Tests --filter FullyQualifiedName~Should_write_the_page");
    });

Task("Soak")
    .Description("Starts, abuses and stops thousands of processes at random, and kills nodes: --minutes=10, --seed=N.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        var given = new[] { "minutes", "seed" }.Where(name => HasArgument(name));
        var options = string.Concat(given.Select(name => $" --{name}={Argument<string>(name)}"));
        Run("dotnet", $"run --project tests/McpFuzzer.Actors.Soak -c Release --{options}");
    });

Task("Mutate")
    .Description("Mutates the decisions of Core and of triage, and fails when tests miss more than one mutant in ten.")
    .IsDependentOn("Restore")
    .DoesForEach(
        new[] { "Core", "Fuzzing" },
        tested => Run("dotnet", "stryker", $"./tests/McpFuzzer.Actors.{tested}.Tests"));

Task("Pack")
    .Description("Packs the libraries and the tool mcpfuzzer into artifacts/packages.")
    .IsDependentOn("Restore")
    .Does(() => DotNetPack(
        "./src/Packages.slnf",
        new DotNetPackSettings { Configuration = "Release", OutputDirectory = artifacts + Directory("packages") }));

Task("Consumers")
    .Description("Uses the packages in projects outside the repository, as a new user would.")
    .IsDependentOn("Pack")
    .Does(() => Run(".ci/consumers", ""));

Task("Bench")
    .Description("Measures this system beside others, and writes docs/performance.md.")
    .IsDependentOn("Pack")
    .Does(() =>
    {
        var tool = artifacts + Directory("bench/tool");
        CleanDirectory(tool);
        var packages = artifacts + Directory("packages");
        Run("dotnet", $"tool install mcpfuzzer --tool-path {tool} --add-source {packages} --no-cache");
        var project = "./tests/McpFuzzer.Actors.Benchmarks/McpFuzzer.Actors.Benchmarks.csproj";
        DotNetBuild(project, new DotNetBuildSettings { Configuration = "Release", NoRestore = true });
        var given = new[] { "rounds", "only" }.Where(HasArgument);
        var options = given.Select(name => $"\"--{name}={Argument<string>(name)}\"");
        Run("dotnet", $"run -c Release --no-build --project {project} -- scenarios {string.Join(" ", options)}");
    });

Task("Default")
    .IsDependentOn("Clean")
    .IsDependentOn("Build")
    .IsDependentOn("Format")
    .IsDependentOn("Test")
    .IsDependentOn("Pack");

RunTarget(target);

void Run(string command, string arguments, string folder = ".")
{
    var exitCode = StartProcess(command, new ProcessSettings { Arguments = arguments, WorkingDirectory = folder });
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"{command} {arguments}: exit code {exitCode}");
    }
}
