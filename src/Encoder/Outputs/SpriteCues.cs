using System.Globalization;
using System.Text;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The WebVTT beside a sprite: which part of the picture stands for which time, without a gap.</summary>
internal static class SpriteCues
{
    public static byte[] Write(ImageRecipe image, string spriteName, double duration)
    {
        var text = new StringBuilder("WEBVTT\n");
        for (var index = 0; index < image.Times.Count; index++)
        {
            var from = index == 0 ? 0 : image.Times[index];
            var to = index + 1 < image.Times.Count ? image.Times[index + 1] : duration;
            var left = index % image.SpriteColumns * image.Size.Width;
            var top = index / image.SpriteColumns * image.Size.Height;
            text.Append(CultureInfo.InvariantCulture, $"\n{Stamp(from)} --> {Stamp(to)}\n");
            text.Append(CultureInfo.InvariantCulture, $"{spriteName}#xywh={left},{top},{image.Size.Width},{image.Size.Height}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Stamp(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
