using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpFuzzer.Actors.Clusters.Tls;

namespace McpFuzzer.Actors.Tests.Clusters;

[UnsupportedOSPlatform("windows")]
public sealed class GivenIdentityTests : IDisposable
{
    private const string Password = "s3cr3t-password";

    private readonly string _folder = Directory.CreateTempSubdirectory("mcpfuzzer-tls-").FullName;
    private readonly X509Certificate2 _authority = CertificateMaking.Authority(DateTimeOffset.UtcNow.AddDays(-1000));
    private readonly X509Certificate2 _certificate;
    private readonly string _ca;

    public GivenIdentityTests()
    {
        _certificate = CertificateMaking.Node(_authority, DateTimeOffset.UtcNow);
        _ca = Write("ca.pem", _authority.ExportCertificatePem());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Should_open_PEM_files_when_the_key_is_in_the_same_file_or_another_or_encrypted()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var pem = Write("node.pem", _certificate.ExportCertificatePem());
        var plain = Write("node.key", key.ExportPkcs8PrivateKeyPem());
        var encrypted = Write(
            "encrypted.key",
            key.ExportEncryptedPkcs8PrivateKeyPem(
                Password,
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            )
        );
        var both = Write("both.pem", $"{_certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");

        Assert.All(
            [
                new TlsFiles(pem, plain, null, _ca),
                new TlsFiles(pem, encrypted, Password, _ca),
                new TlsFiles(both, null, null, _ca),
            ],
            files =>
            {
                var identity = GivenIdentity.Open(files, TimeProvider.System);
                Assert.Equal(_certificate.Thumbprint, identity.Certificate.Thumbprint);
                Assert.True(identity.Certificate.HasPrivateKey);
            }
        );
    }

    [Fact]
    public void Should_open_a_PKCS12_file_when_the_password_is_right()
    {
        var file = Path.Combine(_folder, "node.pfx");
        File.WriteAllBytes(file, _certificate.Export(X509ContentType.Pkcs12, Password));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var identity = GivenIdentity.Open(new TlsFiles(file, null, Password, _ca), TimeProvider.System);
        var rejected = Rejected(new TlsFiles(file, null, Password + "x", _ca));

        Assert.Equal(_certificate.Thumbprint, identity.Certificate.Thumbprint);
        Assert.StartsWith($"{file}: ", rejected, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, rejected, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_the_file_when_it_is_missing_or_has_other_contents()
    {
        var text = Write("text.pem", "no certificate");

        Assert.StartsWith(
            "/nosuch.pem: ",
            Rejected(new TlsFiles(text, null, null, "/nosuch.pem")),
            StringComparison.Ordinal
        );
        Assert.Equal($"{text}: contains no certificate in PEM", Rejected(new TlsFiles(text, null, null, text)));
        Assert.StartsWith(
            "/nosuch.pem: ",
            Rejected(new TlsFiles("/nosuch.pem", null, null, _ca)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"{text}: contains no certificate with its key",
            Rejected(new TlsFiles(text, null, null, _ca)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_reject_the_key_when_others_may_read_it()
    {
        var pem = Write("node.pem", _certificate.ExportCertificatePem());
        var key = Write("node.key", _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.StartsWith(
            $"{key}: others may read",
            Rejected(new TlsFiles(pem, key, null, _ca)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_reject_the_certificate_when_it_is_out_of_date_or_of_another_authority()
    {
        using var old = CertificateMaking.Node(_authority, DateTimeOffset.UtcNow.AddDays(-800));
        using var other = CertificateMaking.Authority(DateTimeOffset.UtcNow);
        using var outsider = CertificateMaking.Node(other, DateTimeOffset.UtcNow);

        Assert.Contains("and not now", Rejected(Both("old.pem", old)), StringComparison.Ordinal);
        Assert.Contains("not trusted by", Rejected(Both("outsider.pem", outsider)), StringComparison.Ordinal);
    }

    private TlsFiles Both(string name, X509Certificate2 certificate) =>
        new(
            Write(
                name,
                $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}"
            ),
            null,
            null,
            _ca
        );

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        PrivateFile.Write(path, text);
        return path;
    }

    private static string Rejected(TlsFiles files) =>
        Assert.Throws<IdentityException>(() => GivenIdentity.Open(files, TimeProvider.System)).Message;
}
