using System.Security;
using System.Text;

namespace MediaPlatform.KeyDelivery.Tests.PlayReady;

/// <summary>Licence requests in the shape that PlayReady clients send, without their signed parts.</summary>
internal static class Challenges
{
    public static byte[] Version40(Guid keyId, string? customData = null) =>
        Envelope($"""<WRMHEADER xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader" version="4.0.0.0"><DATA><PROTECTINFO><KEYLEN>16</KEYLEN><ALGID>AESCTR</ALGID></PROTECTINFO><KID>{Id(keyId)}</KID></DATA></WRMHEADER>""", customData);

    public static byte[] Version43(params Guid[] keyIds) =>
        Envelope($"""<WRMHEADER xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader" version="4.3.0.0"><DATA><PROTECTINFO><KIDS>{string.Concat(keyIds.Select(id => $"<KID ALGID=\"AESCBC\" VALUE=\"{Id(id)}\"></KID>"))}</KIDS></PROTECTINFO></DATA></WRMHEADER>""", null);

    public static string TokenData(string token) =>
        $"""<CustomData xmlns="http://schemas.microsoft.com/Azure/MediaServices/KeyDelivery/PlayReadyCustomData/v1"><Token>{token}</Token></CustomData>""";

    private static string Id(Guid keyId) => Convert.ToBase64String(keyId.ToByteArray());

    private static byte[] Envelope(string header, string? customData) => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="utf-8"?>
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
        <AcquireLicense xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols"><challenge>
        <Challenge xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols/messages">
        <LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols" Id="SignedData"><Version>1</Version><ContentHeader>{header}</ContentHeader>
        {(customData is null ? "" : $"<CustomData>{SecurityElement.Escape(customData)}</CustomData>")}
        <LicenseNonce>AAAAAAAAAAAAAAAAAAAAAA==</LicenseNonce></LA></Challenge></challenge></AcquireLicense></soap:Body></soap:Envelope>
        """);
}
