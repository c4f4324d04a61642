#!/usr/bin/env bash
# Packs the library and the tool, installs both from a local folder (the library into a fresh project), and runs them. System.IO.Hashing comes
# from a package made of the SDK's assembly, for this check only, and all else from what restoring the solution installed: nothing is downloaded,
# and the caches of the machine stay as they are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Paths of this machine are to be in no package.
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

work=$(mktemp -d)
# Inside the repository, whose root the symbols leave out.
mkdir -p artifacts
build=$(mktemp -d -p "$PWD/artifacts")
trap 'rm -rf "$work" "$build"' EXIT
installed=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
mkdir "$work/packages" "$work/feed"

# Built anew: what lies in bin and obj may have been compiled without CI, with the paths of this machine in its symbols, and would be taken as it is.
dotnet pack -c Release --artifacts-path "$build" -o "$work/packages"
dotnet pack eng/System.IO.Hashing -c Release -p:IsPackable=true -p:IncludeSymbols=false -o "$work/feed"
cp "$work"/packages/*.nupkg "$work/feed"
version=$(basename "$work"/packages/FastTokens.[0-9]*.nupkg .nupkg)
version=${version#FastTokens.}

cp -r eng/package-check "$work/consumer"
cat >"$work/nuget.config" <<CONFIG
<configuration>
  <packageSources>
    <clear />
    <add key="packed" value="$work/feed" />
    <add key="installed" value="$installed" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="packed"><package pattern="FastTokens*" /><package pattern="System.IO.Hashing" /></packageSource>
    <packageSource key="installed"><package pattern="*" /></packageSource>
  </packageSourceMapping>
</configuration>
CONFIG
export NUGET_PACKAGES="$work/nuget"

echo "The library $version in a fresh project:"
dotnet build "$work/consumer" -c Release -p:FastTokensVersion="$version"
answer=$(dotnet "$work/consumer/bin/Release/net10.0/PackageCheck.dll" README.md "$work/packages")
echo "README.md: $answer"

echo "The tool $version:"
dotnet tool install FastTokens.Cli --version "$version" --tool-path "$work/tool" --configfile "$work/nuget.config"
count() { "$work/tool/fasttokens" count --model gpt-5 "$@" README.md | awk 'END { print $1 }'; }
told="rough $(count), exact $(count --exact)"
echo "README.md: $told"
if [[ $told != "$answer" ]]; then
  echo "error: the tool and the library do not agree" >&2
  exit 1
fi
