namespace MediaPlatform.KeyDelivery.Tests.Cpix;

/// <summary>Requests of packagers, as SPEKE version 2 has them.</summary>
internal static class CpixDocuments
{
    public static string Write(Guid keyId, Guid system, byte[]? certificate = null) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <cpix:CPIX contentId="movie" version="2.3" xmlns:cpix="urn:dashif:org:cpix" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc">
        {(certificate is null ? "" : $"<cpix:DeliveryDataList><cpix:DeliveryData><cpix:DeliveryKey><ds:X509Data xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Certificate>{Convert.ToBase64String(certificate)}</ds:X509Certificate></ds:X509Data></cpix:DeliveryKey></cpix:DeliveryData></cpix:DeliveryDataList>")}
        <cpix:ContentKeyList><cpix:ContentKey kid="{keyId}" commonEncryptionScheme="cbcs"/></cpix:ContentKeyList>
        <cpix:DRMSystemList><cpix:DRMSystem kid="{keyId}" systemId="{system}"><cpix:PSSH/><cpix:ContentProtectionData/>
        <cpix:HLSSignalingData playlist="media"/><cpix:HLSSignalingData playlist="master"/><cpix:SmoothStreamingProtectionHeaderData/></cpix:DRMSystem></cpix:DRMSystemList>
        <cpix:ContentKeyUsageRuleList><cpix:ContentKeyUsageRule kid="{keyId}" intendedTrackType="VIDEO"/></cpix:ContentKeyUsageRuleList></cpix:CPIX>
        """;
}
