using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Adding an operating system touches only the project Os, since no other project knows one.</summary>
public sealed partial class OperatingSystemSeamTests
{
    private const string Os = "McpFuzzer.Actors.Os";

    private static readonly string[] Systems = ["Linux", "Portable", "Posix"];

    [Fact]
    public void Should_find_native_imports_in_os_alone_when_src_is_read()
    {
        var importing = Sources("").Where(file => NativeImport().IsMatch(File.ReadAllText(file))).ToArray();

        Assert.NotEmpty(importing);
        Assert.All(importing, AssertIsInOs);
    }

    [Fact]
    public void Should_allow_unsafe_code_in_os_alone_when_projects_are_read() =>
        Assert.All(
            Directory
                .GetFiles(Checkout.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)),
            AssertIsInOs
        );

    [Fact]
    public void Should_name_no_namespace_of_a_system_when_code_is_outside_os() =>
        Assert.All(
            OutsideOs(),
            file => Assert.All(Systems, system => Assert.DoesNotContain($"{Os}.{system}", File.ReadAllText(file)))
        );

    [Fact]
    public void Should_name_no_number_of_a_signal_or_an_error_when_code_is_outside_os() =>
        Assert.All(OutsideOs(), file => Assert.DoesNotMatch(SystemNumber(), File.ReadAllText(file)));

    [Theory]
    [InlineData("Linux", "Portable")]
    [InlineData("Portable", "Linux")]
    [InlineData("Posix", "Linux")]
    [InlineData("Posix", "Portable")]
    public void Should_not_use_another_system_when_code_belongs_to_one(string system, string other)
    {
        var files = Sources(Os, system).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain($"{Os}.{other}", File.ReadAllText(file)));
    }

    /// <summary>A namespace that does not follow its folder would escape the rules above.</summary>
    [Theory]
    [InlineData("Linux")]
    [InlineData("Portable")]
    [InlineData("Posix")]
    public void Should_follow_the_folder_when_a_namespace_is_that_of_a_system(string system) =>
        Assert.All(
            Sources(Os, system),
            file => Assert.Contains($"namespace {Os}.{system}", File.ReadAllText(file), StringComparison.Ordinal)
        );

    private static IEnumerable<string> OutsideOs() => Sources("").Where(file => !IsInOs(file));

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory
            .EnumerateFiles(Checkout.PathOf(["src", .. folder]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file));

    private static void AssertIsInOs(string file) => Assert.True(IsInOs(file), file);

    private static bool IsInOs(string file) =>
        file.StartsWith(Checkout.PathOf("src", Os) + '/', StringComparison.Ordinal);

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\b")]
    private static partial Regex NativeImport();

    // SIGKILL = 9, EINTR = 4, SigTerm = 15, or a raw number as a signal of .NET.
    [GeneratedRegex(@"\b(SIG[A-Z0-9]{3,}|Sig(Term|Kill|Cont|Int|Stop)|E[A-Z0-9]{4,})\s*=\s*-?\d|\(PosixSignal\)")]
    private static partial Regex SystemNumber();

    [GeneratedRegex(@"/(obj|bin)/")]
    private static partial Regex BuildOutput();
}
