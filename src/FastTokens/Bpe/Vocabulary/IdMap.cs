namespace FastTokens;

/// <summary>The ids of an encoding: runs of consecutive numbers, one run for most encodings.</summary>
/// <param name="indices">The first index of each run.</param>
/// <param name="ids">The first id of each run.</param>
/// <param name="count">The number of tokens.</param>
internal sealed class IdMap(int[] indices, int[] ids, int count)
{
    private readonly int[] _indices = indices;
    private readonly int[] _ids = ids;

    /// <summary>The number of tokens.</summary>
    internal int Count { get; } = count;

    /// <summary>Returns the id of a token.</summary>
    internal int IdOf(int index)
    {
        int run = FindRun(_indices, index);
        return _ids[run] + (index - _indices[run]);
    }

    /// <summary>Returns the token of an id, or -1 if there is none.</summary>
    internal int IndexOf(int id)
    {
        int run = FindRun(_ids, id);
        if (run < 0)
        {
            return -1;
        }

        long index = _indices[run] + ((long)id - _ids[run]);
        return index < (run + 1 < _indices.Length ? _indices[run + 1] : Count) ? (int)index : -1;
    }

    /// <summary>Returns where runs of consecutive ids begin.</summary>
    internal static List<(int Index, int Id)> FindRuns(int[] ids)
    {
        List<(int Index, int Id)> runs = [];
        for (int index = 0; index < ids.Length; index++)
        {
            if (index == 0 || ids[index] != ids[index - 1] + 1)
            {
                runs.Add((index, ids[index]));
            }
        }

        return runs;
    }

    private static int FindRun(int[] firsts, int value)
    {
        if (firsts.Length == 1)
        {
            return value >= firsts[0] ? 0 : -1;
        }

        int place = Array.BinarySearch(firsts, value);
        return place >= 0 ? place : ~place - 1;
    }
}
