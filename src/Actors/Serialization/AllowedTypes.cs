using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Hyperion;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// Hyperion's question "may this type be read or written?", answered from a list. Hyperion asks with several forms of a name, with and
/// without version, with <c>,%core%</c> for the core library; a name is compared without all that. Its own filter does not, and so refuses
/// every write.
/// </summary>
internal sealed partial class AllowedTypes(IEnumerable<Type> types) : ITypeFilter
{
    private readonly FrozenSet<string> _names =
        types.SelectMany(type => (string[])[type.AssemblyQualifiedName!, Bare(type.AssemblyQualifiedName!)]).ToFrozenSet(StringComparer.Ordinal);

    // The two usual forms are found as they are.
    public bool IsAllowed(string typeName) => _names.Contains(typeName) || _names.Contains(Bare(typeName));

    private static string Bare(string typeName) => Decoration().Replace(typeName, "");

    [GeneratedRegex(@",\s?(Version|Culture|PublicKeyToken)=[^,\]]+|,\s?(%core%|System\.Private\.CoreLib)", RegexOptions.CultureInvariant)]
    private static partial Regex Decoration();
}
