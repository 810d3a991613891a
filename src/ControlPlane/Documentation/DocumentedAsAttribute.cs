namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>Names the type that a loosely typed JSON member has in the contract.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DocumentedAsAttribute(Type type) : Attribute
{
    public Type Type => type;
}
