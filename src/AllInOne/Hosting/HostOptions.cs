using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>Where this process listens and what it calls itself.</summary>
internal sealed class HostOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Host";

    /// <summary>Address to listen on: an IP address, or <c>*</c> for all. Loopback unless the operator says otherwise.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>Host name or address in the URLs that clients are given, without a port.</summary>
    [Required]
    public string PublicHost { get; set; } = "127.0.0.1";

    /// <summary>`Text`: a line for people. `Json`: an object a line, with the ids of the request in its scopes.</summary>
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <summary>Further names that the local certificate is made for, comma-separated.</summary>
    public string CertificateHosts { get; set; } = "";

    /// <summary>Subscription of the account that is made at the first start.</summary>
    public Guid SubscriptionId { get; set; } = new("00000000-0000-0000-0000-000000000001");

    /// <summary>Resource group of that account.</summary>
    [Required]
    public string ResourceGroup { get; set; } = "mediaplatform";

    /// <summary>Name of that account: 3 to 24 lower-case letters and digits.</summary>
    [Required]
    [RegularExpression("^[a-z0-9]{3,24}$")]
    public string Account { get; set; } = "media";

    /// <summary>Region name of that account, as Azure spells it.</summary>
    [Required]
    public string Location { get; set; } = "westeurope";

    /// <summary>Name of its primary storage account: the first folder, or the Azure account, that containers lie in.</summary>
    [Required]
    [RegularExpression("^[a-z0-9]{3,24}$")]
    public string StorageAccount { get; set; } = "mediastorage";
}
