namespace MediaPlatform.Data.Undo;

/// <summary>Some of the rows of a deleted resource; in several parts, so that a transform with many jobs is never held in memory whole.</summary>
public sealed class DeletedPart
{
    public Guid DeletedId { get; set; }

    /// <summary>Place among the parts, from 0: parents come first.</summary>
    public int Index { get; set; }

    /// <summary>The rows as JSON. Members that hold secrets stay encrypted, each as it was in its column.</summary>
    public string Rows { get; set; } = "";
}
