using System.Text;

namespace FastTokens.Generators;

/// <summary>Writes what is made into <c>Data</c>, and its rows into the manifest.</summary>
internal sealed class DataDirectory(Repository repository)
{
    private readonly string _manifestPath = Path.Combine(repository.DataDirectory, InputManifest.FileName);
    private readonly InputManifest _manifest = InputManifest.Load(Path.Combine(repository.DataDirectory, InputManifest.FileName));

    public void Write(string path, string text, string origin, string version)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(Path.Combine(repository.DataDirectory, path), bytes);
        _manifest.Set(path, origin, version, GeneratorInputs.Hash(bytes));
    }

    public void SaveManifest() => File.WriteAllText(_manifestPath, _manifest.ToString());
}
