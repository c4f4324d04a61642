namespace FastTokens.Generators;

/// <summary>Short pieces of documents, from word to word where there are blanks, at places that depend on the documents' lines alone.</summary>
internal static class DocumentPieces
{
    // How far a piece may start behind its place, or end behind its length, to do so between words.
    private const int Reach = 24;

    private const int PlacesPerLine = 7919;

    private static readonly int[] Lengths = [3, 12, 40, 120, 360];

    /// <summary>Returns a piece of each length that is less than half the document.</summary>
    public static IEnumerable<CorpusDocument> Of(CorpusDocument document)
    {
        string text = document.Text;
        for (int index = 0; index < Lengths.Length && 2 * Lengths[index] < text.Length; index++)
        {
            int place = (int)((long)document.Line * (index + 1) * PlacesPerLine % (text.Length - Lengths[index]));
            int start = Boundary(text, place);
            int end = Boundary(text, start + Lengths[index]);
            string piece = text[start..end].Trim();
            if (piece.Length > 0)
            {
                yield return document with { Text = piece };
            }
        }
    }

    private static int Boundary(string text, int place)
    {
        for (int index = place; index < Math.Min(text.Length, place + Reach); index++)
        {
            if (char.IsWhiteSpace(text[index]))
            {
                return index;
            }
        }

        int boundary = Math.Min(text.Length, place);
        return boundary < text.Length && char.IsLowSurrogate(text[boundary]) ? boundary - 1 : boundary;
    }
}
