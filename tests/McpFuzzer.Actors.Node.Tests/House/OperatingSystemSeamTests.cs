using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Adding an operating system touches only the project Os, since no other project knows one.</summary>
public sealed partial class OperatingSystemSeamTests
{
    private const string Os = "McpFuzzer.Actors.Os";

    private static readonly string[] Systems = ["Linux", "Portable", "Posix"];

    /// <summary>Each file outside Os that shows something of a system, and why it may.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["McpFuzzer.Actors.Contracts/Processes/SignalName.cs"] = "the numbers of messages, which Os translates",
        ["McpFuzzer.Actors.Fuzzing/Oracles/InnermostError.cs"] = "error names that servers print, as text",
        ["McpFuzzer.Actors.Fuzzing/Oracles/Surroundings.cs"] = "error names that servers print, as text",
        ["McpFuzzer.Actors.Fuzzing/Reports/FolderLock.cs"] = "what .NET throws for a locked file; Fuzzing has no Os",
        ["McpFuzzer.SampleServer/Tools/BuggyTools.cs"] = "a planted crash, which exits as abort(3) does",
    };

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
    public void Should_show_nothing_of_a_system_when_code_is_outside_os() =>
        Assert.Empty(
            OutsideOs()
                .Where(file => !Allowed.ContainsKey(NameOf(file)))
                .SelectMany(file => SignsIn(File.ReadAllText(file)).Select(sign => $"{NameOf(file)}: {sign}"))
        );

    [Fact]
    public void Should_list_only_files_that_need_it_when_files_may_show_something_of_a_system() =>
        Assert.All(
            Allowed.Keys,
            name => Assert.NotEmpty(SignsIn(File.ReadAllText(Checkout.PathOf(["src", .. name.Split('/')]))))
        );

    [Theory]
    [InlineData("private const int SIGKILL = 9;")]
    [InlineData("const int SigTerm = 15;")]
    [InlineData("EINTR = 4")]
    [InlineData("if (error == EAGAIN)")]
    [InlineData("is \"ENOENT\"")]
    [InlineData("PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop)")]
    [InlineData("(PosixSignal)10")]
    [InlineData("File.ReadAllBytes(\"/proc/self/cmdline\")")]
    [InlineData("$\"/proc/{pid}/stat\"")]
    [InlineData("\"/sys/fs/cgroup\"")]
    [InlineData("new ProcessSignal(15)")]
    [InlineData("new ProcessExit.Signal(9, false)")]
    [InlineData("case ProcessExit.Signal { Number: 9 }:")]
    [InlineData("new SignalProcess(key, 15)")]
    [InlineData("Signal = 15,")]
    [InlineData("signal == 9")]
    [InlineData("handle.Signal(9)")]
    [InlineData("public const int Interrupted = 130;")]
    [InlineData("return 128 + 9;")]
    [InlineData("(\"129, 130, 143\", \"a signal ended it\")")]
    public void Should_find_the_sign_when_code_shows_something_of_a_system(string code) =>
        Assert.NotEmpty(SignsIn(code));

    [Theory]
    [InlineData("// SIGKILL = 9 on every system; see /proc/self/stat, EINTR and PosixSignal.")]
    [InlineData("/// <summary>128 plus the number of the signal, such as 143.</summary>")]
    [InlineData("yield return $\"outlived SIGKILL: {pids}\";")]
    [InlineData("signal == SignalName.Kill")]
    [InlineData("new ProcessSignal(signal.Signal)")]
    [InlineData("state.Signal is { } signal")]
    [InlineData("ENCODING = 1")]
    public void Should_find_no_sign_when_code_shows_nothing_of_a_system(string code) => Assert.Empty(SignsIn(code));

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

    /// <summary>Returns what shows an operating system in code. Comments may name one.</summary>
    private static IEnumerable<string> SignsIn(string text)
    {
        var code = Comment().Replace(text, "");
        return new[] { SystemFolder(), ErrorName(), SignalNumber(), ExitCodeOfSignal() }
            .SelectMany(sign => sign.Matches(code))
            .Select(match => match.Value);
    }

    private static string NameOf(string file) => Path.GetRelativePath(Checkout.PathOf("src"), file);

    private static void AssertIsInOs(string file) => Assert.True(IsInOs(file), file);

    private static bool IsInOs(string file) =>
        file.StartsWith(Checkout.PathOf("src", Os) + '/', StringComparison.Ordinal);

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\b")]
    private static partial Regex NativeImport();

    [GeneratedRegex("\"/(proc|sys)/")]
    private static partial Regex SystemFolder();

    // errno(3), as far as it is likely; and HResult, which holds a raw one on POSIX.
    [GeneratedRegex(
        @"\bE(PERM|NOENT|SRCH|INTR|IO|NXIO|2BIG|NOEXEC|BADF|CHILD|AGAIN|WOULDBLOCK|NOMEM|ACCES|BUSY|EXIST|XDEV|NODEV"
            + "|NOTDIR|ISDIR|INVAL|NFILE|MFILE|NOTTY|TXTBSY|FBIG|NOSPC|SPIPE|ROFS|PIPE|RANGE|NAMETOOLONG|NOSYS|LOOP"
            + @"|LIBBAD|CONNREFUSED|CONNRESET|NETUNREACH|HOSTUNREACH)\b|\bHResult\b"
    )]
    private static partial Regex ErrorName();

    // SIGKILL = 9, PosixSignal, or a literal number where a signal belongs.
    [GeneratedRegex(
        @"\b(SIG[A-Z0-9]{3,}|Sig(Term|Kill|Cont|Int|Stop))\s*=\s*-?\d|\bPosixSignal|\.SIG[A-Z]"
            + @"|[Ss]ignal\(\s*\d|\bSignal\s*\{\s*Number:\s*\d|SignalProcess\([^,()]*,\s*\d"
            + @"|\b[Ss]ignal\s*(=|==|is|:)\s*\d"
            + @"|\bconst int (Terminate|Kill) = \d"
    )]
    private static partial Regex SignalNumber();

    [GeneratedRegex(@"(?<![\w.,])(129|13[0-9]|14[0-3])(?![\w.])|\b128 \+ \d")]
    private static partial Regex ExitCodeOfSignal();

    [GeneratedRegex(@"^\s*//.*$|\s//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"/(obj|bin)/")]
    private static partial Regex BuildOutput();
}
