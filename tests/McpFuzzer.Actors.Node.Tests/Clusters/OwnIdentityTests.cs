using System.Runtime.Versioning;
using McpFuzzer.Actors.Node.Clusters.Tls;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

[UnsupportedOSPlatform("windows")]
public sealed class OwnIdentityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _state = Directory.CreateTempSubdirectory("mcpfuzzer-tls-").FullName;

    private string Folder => Path.Combine(_state, "tls", "own");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Should_be_of_this_user_alone_when_it_is_made()
    {
        Open(Now);

        const UnixFileMode folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(folder, new DirectoryInfo(Path.Combine(_state, "tls")).UnixFileMode);
        Assert.Equal(folder, new DirectoryInfo(Folder).UnixFileMode);
        Assert.Equal(
            ["ca.key", "ca.pem", "node.pem"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(
            Directory.GetFiles(Folder),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))
        );
        Assert.Equal([Folder], Directory.GetFileSystemEntries(Path.Combine(_state, "tls")));
    }

    [Fact]
    public void Should_trust_each_other_when_nodes_of_one_state_folder_start_at_the_same_moment()
    {
        var identities = new NodeIdentity[8];
        var together = new Barrier(identities.Length);
        var threads = Enumerable
            .Range(0, identities.Length)
            .Select(index => new Thread(() =>
            {
                together.SignalAndWait();
                identities[index] = Open(Now);
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(identities, one => Assert.All(identities, other => Assert.Null(one.Distrust(other.Certificate))));
        Assert.Equal([Folder], Directory.GetFileSystemEntries(Path.Combine(_state, "tls")));
    }

    [Fact]
    public void Should_trust_nobody_else_when_a_certificate_is_of_another_authority_or_missing()
    {
        var own = Open(Now);
        using var other = CertificateMaking.Authority(DateTimeOffset.UtcNow);
        using var stranger = CertificateMaking.Node(other, DateTimeOffset.UtcNow);

        Assert.NotNull(own.Distrust(stranger));
        Assert.NotNull(own.Distrust(other));
        Assert.NotNull(own.Distrust(null));
    }

    [Fact]
    public void Should_be_renewed_and_trusted_by_those_who_run_when_its_certificate_is_near_its_end()
    {
        var clock = new At(Now - TimeSpan.FromDays(600));
        var before = OwnIdentity.Open(_state, clock);
        var same = Open(Now - TimeSpan.FromDays(590));
        clock.Now = Now;
        var after = Open(Now);

        Assert.Equal(before.Certificate.Thumbprint, same.Certificate.Thumbprint);
        Assert.NotEqual(before.Certificate.Thumbprint, after.Certificate.Thumbprint);
        Assert.True(CertificateMaking.EndOf(after.Certificate) > Now.AddDays(700));
        Assert.Null(before.Distrust(after.Certificate));
        Assert.Null(after.Distrust(before.Certificate));
    }

    [Fact]
    public void Should_refuse_and_say_what_to_do_when_its_authority_is_near_its_end()
    {
        Open(Now);

        Assert.Contains("remove", Refused(Now.AddDays(20 * 365)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("node.pem")]
    public void Should_refuse_by_name_when_a_file_is_corrupt_empty_missing_or_open_to_others(string name)
    {
        Open(Now);
        var file = Path.Combine(Folder, name);
        var whole = File.ReadAllText(file);

        File.WriteAllText(file, whole[..(whole.Length / 2)]);
        Assert.StartsWith($"{file}: not what it was written as", Refused(Now), StringComparison.Ordinal);
        File.WriteAllText(file, "");
        Assert.StartsWith($"{file}: not what it was written as", Refused(Now), StringComparison.Ordinal);
        File.WriteAllText(file, whole);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.StartsWith($"{file}: others may read or write it", Refused(Now), StringComparison.Ordinal);
        File.Delete(file);
        Assert.StartsWith($"{file}: ", Refused(Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_key_by_name_when_it_is_another_users()
    {
        Open(Now);
        var file = Path.Combine(Folder, "ca.key");

        // What this user has made is another's to somebody else.
        var refused = Assert.Throws<IdentityException>(() => PrivateFile.Read(file, user: 4_242));

        Assert.Matches(
            $"^{file} belongs to user [0-9]+; must belong to user 4242, as whom this runs$",
            refused.Message
        );
        Assert.NotEmpty(PrivateFile.Read(file));
    }

    [Fact]
    public void Should_refuse_when_the_certificate_is_of_another_authority_than_the_one_beside_it()
    {
        Open(Now);
        using var other = CertificateMaking.Authority(Now);
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), other.ExportCertificatePem());

        Assert.StartsWith($"{Path.Combine(Folder, "node.pem")}: not of ca.pem", Refused(Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_by_path_when_the_state_folder_is_open_to_others_or_none()
    {
        var room = Directory.CreateDirectory(Path.Combine(_state, "tls"));
        room.UnixFileMode |= UnixFileMode.OtherRead;
        Assert.Contains("this user alone", Refused(Now), StringComparison.Ordinal);
        room.Delete();
        File.WriteAllText(Path.Combine(_state, "tls"), "");

        Assert.StartsWith("mcp-fuzzer.process.state-folder: ", Refused(Now), StringComparison.Ordinal);
    }

    private NodeIdentity Open(DateTimeOffset now) => OwnIdentity.Open(_state, new At(now));

    private string Refused(DateTimeOffset now) => Assert.Throws<IdentityException>(() => Open(now)).Message;

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
