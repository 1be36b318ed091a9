using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>Creates an authority and the certificates that it signs, on P-256.</summary>
internal static class CertificateMaking
{
    // Extended key usages of TLS. A node is both a server and a client.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(20 * 365);
    private static readonly TimeSpan NodeValidity = TimeSpan.FromDays(2 * 365);

    // A machine whose clock is wrong by less trusts the certificate at once.
    private static readonly TimeSpan Leeway = TimeSpan.FromDays(1);

    public static DateTimeOffset BeginOf(X509Certificate2 certificate) => new(certificate.NotBefore);

    public static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter);

    public static X509Certificate2 Authority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mcp-fuzzer authority of one user", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - Leeway, now + AuthorityLife);
    }

    /// <summary>Creates the certificate of a node, which expires no later than its authority.</summary>
    public static X509Certificate2 Node(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mcp-fuzzer node", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], false)
        );
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false)
        );
        var end = EndOf(authority);
        using var signed = request.Create(
            authority,
            now - Leeway,
            now + NodeValidity < end ? now + NodeValidity : end,
            RandomNumberGenerator.GetBytes(16)
        );
        return signed.CopyWithPrivateKey(key);
    }
}
