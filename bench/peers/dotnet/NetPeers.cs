using Microsoft.ML.Tokenizers;
using SharpToken;

namespace FastTokens.Bench;

// Compiled with -p:NetPeers=true only: not every feed has the packages.
internal static partial class QuickPeers
{
    static partial void AddNetPeers(List<(string Name, bool IsExact, Action Before, Func<string, int> Count)> peers)
    {
        TiktokenTokenizer microsoft = TiktokenTokenizer.CreateForEncoding("o200k_base");
        GptEncoding sharpToken = GptEncoding.GetEncoding("o200k_base");
        peers.Add(("Microsoft.ML.Tokenizers", true, static () => { }, text => microsoft.CountTokens(text)));
        peers.Add(("SharpToken", true, static () => { }, text => sharpToken.CountTokens(text)));
    }
}
