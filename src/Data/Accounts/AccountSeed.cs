using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.Data.Accounts;

/// <summary>What every new account contains (control-plane.md section 8).</summary>
internal static class AccountSeed
{
    private static readonly DateTimeOffset PredefinedSince = new(2018, 3, 19, 6, 6, 6, TimeSpan.Zero);

    private static readonly EnabledProtocols Streaming = new(Dash: true, Hls: true, SmoothStreaming: true);

    public static StreamingEndpointRecord DefaultEndpoint(MediaAccount account) => new()
    {
        Id = Guid.NewGuid(),
        AccountId = account.Id,
        Name = "default",
        Location = account.Location,
        Description = "",
        ResourceState = StreamingEndpointState.Stopped,
        Created = account.Created,
        LastModified = account.Created,
        Version = account.Version,
    };

    public static IEnumerable<StreamingPolicy> PredefinedPolicies(MediaAccount account)
    {
        var cenc = new CommonEncryptionCenc(
            new EnabledProtocols(Dash: true, SmoothStreaming: true),
            ClearTracks: [],
            Keys("cencKeyDefault"),
            new CencDrmConfiguration(new StreamingPolicyPlayReadyConfiguration(), new StreamingPolicyWidevineConfiguration()));
        var cbcs = new CommonEncryptionCbcs(
            new EnabledProtocols(Hls: true),
            ClearTracks: [],
            Keys("cbcsKeyDefault"),
            new CbcsDrmConfiguration(new StreamingPolicyFairPlayConfiguration(AllowPersistentLicense: false)));
        yield return Policy(account, "Predefined_DownloadOnly", policy => policy.NoEncryption = new(new EnabledProtocols(Download: true)));
        yield return Policy(account, "Predefined_ClearStreamingOnly", policy => policy.NoEncryption = new(Streaming));
        yield return Policy(account, "Predefined_DownloadAndClearStreaming", policy => policy.NoEncryption = new(Streaming with { Download = true }));
        yield return Policy(account, "Predefined_ClearKey", policy =>
            policy.EnvelopeEncryption = new(Streaming, ClearTracks: [], Keys("clearKeyDefault")));
        yield return Policy(account, "Predefined_MultiDrmCencStreaming", policy => policy.CommonEncryptionCenc = cenc);
        yield return Policy(account, "Predefined_MultiDrmStreaming", policy =>
        {
            policy.CommonEncryptionCenc = cenc;
            policy.CommonEncryptionCbcs = cbcs;
        });
    }

    private static StreamingPolicyContentKeys Keys(string label) => new(new DefaultKey(label), KeyToTrackMappings: []);

    private static StreamingPolicy Policy(MediaAccount account, string name, Action<StreamingPolicy> fill)
    {
        var policy = new StreamingPolicy
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Name = name,
            Created = PredefinedSince,
            LastModified = PredefinedSince,
            Version = account.Version,
        };
        fill(policy);
        return policy;
    }
}
