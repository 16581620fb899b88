using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// The server's certificate is not to be trusted. Thrown inside the handshake, since .NET's own exception for it also stands for
/// handshakes that merely broke, and those are worth another try.
/// </summary>
internal sealed class CertificateRefusedException(string message) : Exception(message)
{
    /// <summary>A <see cref="RemoteCertificateValidationCallback"/> that accepts what .NET accepts.</summary>
    public static bool AcceptOrThrow(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        var reasons = (chain?.ChainStatus ?? []).Select(status => $"{status.Status}").Prepend($"{errors}").Distinct();
        throw new CertificateRefusedException($"the server's certificate is refused: {string.Join(", ", reasons)}");
    }
}
