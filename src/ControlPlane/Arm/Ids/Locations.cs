using MediaPlatform.ControlPlane.Arm.Bodies;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Location names: clients send <c>australiaeast</c>, replies say <c>Australia East</c>.</summary>
internal static class Locations
{
    private static readonly string[] s_displayNames =
    [
        "East US", "East US 2", "South Central US", "West US 2", "West US 3", "Australia East", "Southeast Asia", "North Europe", "Sweden Central",
        "UK South", "West Europe", "Central US", "South Africa North", "Central India", "East Asia", "Japan East", "Korea Central", "Canada Central",
        "France Central", "Germany West Central", "Norway East", "Switzerland North", "UAE North", "Brazil South", "North Central US", "West US",
        "South Africa West", "Australia Central", "Australia Central 2", "Australia Southeast", "Japan West", "Korea South", "South India",
        "West India", "Canada East", "France South", "Germany North", "Norway West", "Switzerland West", "UK West", "UAE Central", "Brazil Southeast",
        "West Central US", "Qatar Central", "Poland Central", "Italy North", "Israel Central",
    ];

    private static readonly Dictionary<string, string> s_known = s_displayNames.ToDictionary(Key);

    /// <summary>The display form of a known location; an operator's own name stays as it is.</summary>
    public static string Display(string location) => s_known.TryGetValue(Key(location), out var known) ? known : location;

    /// <summary>The location in a body, in the display form. It becomes a segment of the URLs that clients poll.</summary>
    public static string Read(BodyReader body)
    {
        var location = body.RequiredText("location", 90);
        if (body.Has("location") && !(location.Any(char.IsLetterOrDigit) && location.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '(' or ')')))
        {
            body.Wrong("location", "The value of 'location' must be the name of a location: letters, digits, spaces, dashes, underscores or parentheses.");
        }

        return Display(location);
    }

    /// <summary>The form without spaces, in lower case, as in operation URLs.</summary>
    public static string Key(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
