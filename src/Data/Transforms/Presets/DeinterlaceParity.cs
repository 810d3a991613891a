namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Which field comes first.</summary>
public enum DeinterlaceParity
{
    /// <summary>As the frame says.</summary>
    Auto,

    /// <summary>Top field first.</summary>
    TopFieldFirst,

    /// <summary>Bottom field first.</summary>
    BottomFieldFirst,
}
