using MediaPlatform.BlobEndpoint.Lists;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>What clients ask of the account itself.</summary>
internal static class AccountOperations
{
    public static Task GetInformationAsync(BlobRequest request)
    {
        request.Response.Headers["x-ms-sku-name"] = "Standard_LRS";
        request.Response.Headers["x-ms-account-kind"] = "StorageV2";
        request.Response.Headers["x-ms-is-hns-enabled"] = "false";
        return Task.CompletedTask;
    }

    public static Task GetPropertiesAsync(BlobRequest request) => XmlReply.WriteAsync(request.Response, xml =>
    {
        xml.WriteStartElement("StorageServiceProperties");
        xml.WriteElementString("DefaultServiceVersion", "2021-12-02");
        xml.WriteEndElement();
    }, request.Aborted);
}
