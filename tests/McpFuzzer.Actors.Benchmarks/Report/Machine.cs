using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Benchmarks.Native;

namespace McpFuzzer.Actors.Benchmarks.Report;

/// <summary>The machine that it ran on, without names of hosts or places.</summary>
internal static partial class Machine
{
    public static string Describe(NativeProgram native) =>
        $"""
            | | |
            |---|---|
            | processor | {Processor()}, {Environment.ProcessorCount} cores |
            | memory | {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB |
            | load | {Load()} over the last 1, 5 and 15 minutes at the end |
            | system | {Distribution()}, Linux {Environment.OSVersion.Version.ToString(2)}, {Marshal.PtrToStringUTF8(
                gnu_get_libc_version()
            )} |
            | runtime | {RuntimeInformation.FrameworkDescription}, Akka {VersionOf(
                typeof(Akka.Actor.ActorSystem)
            )}, CliWrap {VersionOf(typeof(CliWrap.Cli))}, Polly {VersionOf(typeof(Polly.ResiliencePipeline))} |
            | C compiler | {native.Compiler} |
            """;

    private static string Processor() =>
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Distribution() => Field("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? "Linux";

    private static string Load() => string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    private static string? Field(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .Select(line => line.Split((char[])[':', '='], 2, StringSplitOptions.TrimEntries))
                .FirstOrDefault(parts => parts.Length == 2 && parts[0] == name)
                ?[1]
            : null;

    private static string VersionOf(Type type) =>
        type
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0]
            .ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc.so.6")]
    private static partial nint gnu_get_libc_version();
}
