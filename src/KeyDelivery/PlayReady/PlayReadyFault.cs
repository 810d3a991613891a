using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>A refusal in the form of the protocol: a SOAP 1.1 fault with the status code that PlayReady clients show.</summary>
internal static class PlayReadyFault
{
    /// <summary>DRM_E_SERVER_INTERNAL_ERROR.</summary>
    public const uint ServerError = 0x8004C600;

    /// <summary>DRM_E_SERVER_INVALID_MESSAGE.</summary>
    public const uint InvalidMessage = 0x8004C601;

    /// <summary>DRM_E_SERVER_SERVICE_SPECIFIC.</summary>
    public const uint ServiceSpecific = 0x8004C604;

    private static readonly XNamespace s_soap = "http://schemas.xmlsoap.org/soap/envelope/";

    public static IResult Reply(int status, uint code, string text)
    {
        var detail = new XElement("Exception", new XElement("StatusCode", "0x" + code.ToString("X8", CultureInfo.InvariantCulture)));
        var fault = new XElement(
            s_soap + "Fault",
            new XElement("faultcode", code == ServerError ? "soap:Server" : "soap:Client"),
            new XElement("faultstring", text),
            new XElement("detail", detail));
        var envelope = new XElement(s_soap + "Envelope", new XAttribute(XNamespace.Xmlns + "soap", s_soap), new XElement(s_soap + "Body", fault));
        return Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + envelope.ToString(SaveOptions.DisableFormatting), "text/xml", statusCode: status);
    }
}
