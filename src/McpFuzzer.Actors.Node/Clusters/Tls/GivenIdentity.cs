using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace McpFuzzer.Actors.Node.Clusters.Tls;

/// <summary>The identity of files that <c>mcp-fuzzer.node.tls</c> names. The password is never shown.</summary>
internal static class GivenIdentity
{
    /// <summary>Reads and checks them.</summary>
    /// <exception cref="IdentityException">A file can't be read, is something else, others may read the key, or the certificate is out of date or of another authority.</exception>
    public static NodeIdentity Open(TlsFiles files, TimeProvider time)
    {
        var authority = Authority(files.Authority!);
        var certificate = Certificate(files);
        var now = time.GetUtcNow();
        if (now < CertificateMaking.BeginOf(certificate) || now > CertificateMaking.EndOf(certificate))
        {
            throw new IdentityException(
                $"{files.Certificate}: holds from {certificate.NotBefore:u} to {certificate.NotAfter:u}, which is not now"
            );
        }

        var identity = new NodeIdentity(certificate, authority, time);
        return identity.Distrust(certificate) is { } why
            ? throw new IdentityException($"{files.Certificate}: not trusted by {files.Authority}: {why}")
            : identity;
    }

    private static X509Certificate2Collection Authority(string path)
    {
        var authority = new X509Certificate2Collection();
        try
        {
            authority.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IdentityException($"{path}: {refused.Message}");
        }

        return authority.Count > 0 ? authority : throw new IdentityException($"{path}: no certificate in PEM");
    }

    private static X509Certificate2 Certificate(TlsFiles files)
    {
        var path = files.Certificate!;
        var isPkcs12 = Path.GetExtension(path) is ".pfx" or ".p12";
        try
        {
            return isPkcs12 || files.PrivateKey is null
                ? WithKeyInside(PrivateFile.Read(path), isPkcs12, files.Password)
                : Pem(
                    File.ReadAllText(path),
                    Encoding.UTF8.GetString(PrivateFile.Read(files.PrivateKey)),
                    files.Password
                );
        }
        catch (Exception refused)
            when (refused is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new IdentityException(
                $"{path}: no certificate with its key, or the password is another: {refused.Message}"
            );
        }
    }

    private static X509Certificate2 WithKeyInside(byte[] bytes, bool isPkcs12, string? password)
    {
        if (!isPkcs12)
        {
            var text = Encoding.UTF8.GetString(bytes);
            return Pem(text, text, password);
        }

        var certificate = X509CertificateLoader.LoadPkcs12(bytes, password);
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("there is no key in it");
    }

    private static X509Certificate2 Pem(string certificate, string key, string? password) =>
        password is null
            ? X509Certificate2.CreateFromPem(certificate, key)
            : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
}
