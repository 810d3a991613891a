namespace MediaPlatform.Data.Jobs;

/// <summary>Which of the tracks are taken.</summary>
public enum AttributeFilter
{
    /// <summary>All tracks.</summary>
    All,

    /// <summary>The highest value.</summary>
    Top,

    /// <summary>The lowest value.</summary>
    Bottom,

    /// <summary>Those equal to the filter value.</summary>
    ValueEquals,
}
