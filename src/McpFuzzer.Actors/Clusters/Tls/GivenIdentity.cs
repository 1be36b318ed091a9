using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>
/// The identity in the files that <c>mcp-fuzzer.node.tls</c> names. No message shows the password.
/// </summary>
internal static class GivenIdentity
{
    /// <summary>Reads and checks them.</summary>
    /// <exception cref="IdentityException">
    /// A file cannot be read or has other contents, others may read the key, the certificate is not valid now, or
    /// another authority has signed it.
    /// </exception>
    public static NodeIdentity Open(TlsFiles files, TimeProvider time)
    {
        var authority = Authority(files.Authority!);
        var certificate = Certificate(files);
        var now = time.GetUtcNow();
        if (now < CertificateMaking.BeginOf(certificate) || now > CertificateMaking.EndOf(certificate))
        {
            throw new IdentityException(
                $"{files.Certificate}: valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, and not now"
            );
        }

        var identity = new NodeIdentity(certificate, authority, time);
        return identity.WhyNotTrusted(certificate) is { } why
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
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IdentityException($"{path}: {failure.Message}");
        }

        return authority.Count > 0 ? authority : throw new IdentityException($"{path}: contains no certificate in PEM");
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
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new IdentityException(
                $"{path}: contains no certificate with its key, or the password is wrong: {failure.Message}"
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
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it contains no key");
    }

    private static X509Certificate2 Pem(string certificate, string key, string? password) =>
        password is null
            ? X509Certificate2.CreateFromPem(certificate, key)
            : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
}
