#!/usr/bin/env bash
# Publishes the tool trimmed and self-contained, with warnings of the trimmer as errors, and compares what it says with what the whole one says.
# Needs the runtime's package from the feed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runtime=$(dotnet msbuild src/FastTokens.Cli -getProperty:NETCoreSdkRuntimeIdentifier)
# Of its own, so that the solution's restored state stays that of no runtime.
dotnet publish src/FastTokens.Cli -c Release --runtime "$runtime" --self-contained -p:PublishTrimmed=true -p:TrimmerSingleWarn=false \
  --artifacts-path "$work/artifacts" -o "$work/published"
dotnet build src/FastTokens.Cli -c Release

compare() {
  if ! diff <("$work/published/FastTokens.Cli" "$@") <(dotnet src/FastTokens.Cli/bin/Release/net10.0/FastTokens.Cli.dll "$@"); then
    echo "error: trimmed, 'fasttokens $*' says something else" >&2
    exit 1
  fi
}
compare count --all-profiles README.md docs
compare count --exact --model gpt-5 README.md
compare truncate --max-tokens 200 --keep both README.md
compare chunk --max-tokens 500 --overlap 50 README.md
compare models
compare simulate
echo "Trimmed: $(du -sm "$work/published" | cut -f 1) MB, the same answers."
