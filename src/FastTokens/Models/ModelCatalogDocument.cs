namespace FastTokens;

/// <summary>A catalog file as read: its entries are well-formed, and no two of them share a name or an alias.</summary>
/// <param name="ExtendsDefault">Whether the entries are to be added to the catalog that comes with the library.</param>
/// <param name="Models">The entries, in the order of the file.</param>
internal readonly record struct ModelCatalogDocument(bool ExtendsDefault, ModelInfo[] Models)
{
    /// <summary>The only value of the member <c>format</c> so far.</summary>
    public const int Format = 1;
}
