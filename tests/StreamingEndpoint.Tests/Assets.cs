using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests;

/// <summary>Files of whole assets among the shared media.</summary>
internal static class Assets
{
    public static IEnumerable<string> MultiBitrate => Folder("ams-asset-mbr");

    public static IEnumerable<string> Smooth => Folder("ams-asset-smooth");

    /// <summary>A server manifest that names tracks of one file.</summary>
    public static byte[] Manifest(string file, params string[] kinds) => System.Text.Encoding.UTF8.GetBytes(
        "<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"mp4\"/></head><body><switch>"
        + string.Concat(kinds.Select(kind => $"<{kind} src=\"{file}\"/>")) + "</switch></body></smil>");

    private static IEnumerable<string> Folder(string name) => SharedFiles.MediaNames(name).Select(file => SharedFiles.Media(Path.Combine(name, file)));
}
