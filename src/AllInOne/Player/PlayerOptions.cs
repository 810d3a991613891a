namespace MediaPlatform.AllInOne.Player;

/// <summary>The page that plays a manifest.</summary>
internal sealed class PlayerOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Player";

    /// <summary>Folder with shaka-player.js, hls.js, dash.js and dash.mss.js; a player that is missing cannot be chosen.</summary>
    public string LibraryDirectory { get; set; } = "";
}
