namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>Tags of the blocks in server playback contexts and content key contexts.</summary>
internal static class FairPlayTags
{
    /// <summary>Session key and R1, encrypted.</summary>
    public const ulong SessionKeyAndR1 = 0x3d1a10b8bffac2ec;

    /// <summary>Equal to the end of the former.</summary>
    public const ulong Integrity = 0xb349d4809e910687;

    /// <summary>Seed of the anti-replay key.</summary>
    public const ulong AntiReplaySeed = 0x89c90f12204106b2;

    /// <summary>Input of the D function.</summary>
    public const ulong R2 = 0x71b5595ac1521133;

    /// <summary>Blocks that go into the answer as they came.</summary>
    public const ulong ReturnRequest = 0x19f9d4e5ab7609cb;

    /// <summary>Id of the asset, as the application gave it.</summary>
    public const ulong AssetId = 0x1bf7f53f5d5d5a1f;

    /// <summary>Number of the exchange.</summary>
    public const ulong Transaction = 0x47aa7ad3440577de;

    /// <summary>Versions of the protocol that the client knows.</summary>
    public const ulong VersionsSupported = 0x67b8fb79ecce1a13;

    /// <summary>The version of the protocol in which the message is.</summary>
    public const ulong VersionUsed = 0x5d81bcbcc7f61703;

    /// <summary>Whether the content goes on to another device.</summary>
    public const ulong StreamingIndicator = 0xabb0256a31843974;

    /// <summary>State of playback; only with it may an answer limit time.</summary>
    public const ulong PlaybackState = 0xeb8efdf2b25ab3a0;

    /// <summary>The content key, wrapped.</summary>
    public const ulong ContentKey = 0x58b38165af0e3d5a;

    /// <summary>R1 in the answer.</summary>
    public const ulong R1 = 0xea74c4645d5efee9;

    /// <summary>Limits of time.</summary>
    public const ulong Duration = 0x47acf6a418cd091a;

    /// <summary>Demand for copy protection of outputs.</summary>
    public const ulong OutputProtection = 0x2e52f1530d8ddb4a;

    /// <summary>Whether a block is for answers alone. A message that asks for such a block back wants to write its own licence.</summary>
    public static bool IsOfAnswer(ulong tag) => tag is ContentKey or R1 or Duration or OutputProtection;
}
