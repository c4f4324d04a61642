// Measures tiktoken (WebAssembly), gpt-tokenizer and tokenx on the texts that `bench -- --write-texts DIR` wrote, as that measured FastTokens:
//   npm ci && node measure.mjs DIR [--markdown FILE]
// A count that is called exact must equal the one that FastTokens gave.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clearMergeCache, countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { get_encoding } from 'tiktoken';
import { estimateTokenCount } from 'tokenx';

const [directory, option, markdown] = process.argv.slice(2);
if (!directory || (option !== undefined && (option !== '--markdown' || !markdown)) || process.argv.length > 5) fail('usage: node measure.mjs DIR [--markdown FILE]', 2);
const source = join(directory, 'fasttokens.json');
if (!existsSync(source)) fail(`${source} does not exist. Run: dotnet run -c Release --project bench -- --write-texts ${directory}`, 2);

const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
const tiktoken = get_encoding('o200k_base');
const peers = [
  { name: `gpt-tokenizer ${version('gpt-tokenizer')}, warm`, exact: true, count: (text) => countTokens(text, { disallowedSpecial: new Set() }) },
  { name: `gpt-tokenizer ${version('gpt-tokenizer')}, first touch`, exact: true, before: clearMergeCache, count: (text) => countTokens(text, { disallowedSpecial: new Set() }) },
  { name: `tiktoken ${version('tiktoken')} (WebAssembly)`, exact: true, count: (text) => tiktoken.encode_ordinary(text).length },
  { name: `tokenx ${version('tokenx')}, estimate`, exact: false, count: (text) => estimateTokenCount(text) },
];

const { machine, minimumSeconds, minimumRuns, texts } = JSON.parse(readFileSync(source, 'utf8'));
const rows = [...Object.keys(texts[0].megabytesPerSecond), ...peers.map((peer) => peer.name)];
const columns = texts.map((text) => ({ ...text, content: readFileSync(join(directory, text.file), 'utf8') }));
for (const text of columns) {
  process.stderr.write(`Measuring ${text.name} ...\n`);
  for (const peer of peers) {
    const tokens = peer.count(text.content);
    if (peer.exact && tokens !== text.tokens) fail(`${text.file}: ${peer.name} counts ${tokens} tokens, FastTokens ${text.tokens}`, 1);
    text.megabytesPerSecond[peer.name] = text.bytes / best(peer, text.content) / 1e6;
  }
}

const table = [
  ['MB/s', ...columns.map((text) => text.name)],
  ['---', ...columns.map(() => '---:')],
  ...rows.map((row) => [row, ...columns.map((text) => figure(text.megabytesPerSecond[row]))]),
].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
const report = `# Beside other libraries, o200k_base

${machine}; Node.js ${process.versions.node}.

MB/s of UTF-8, texts of ${Math.round(columns[0].bytes / 1024)} KB as strings, the best of many runs one after the other, each library on the same files. All exact counts
are equal. First touch: the library has forgotten what it merged before.

${table}`;
process.stdout.write(report);
if (markdown) {
  mkdirSync(dirname(markdown), { recursive: true });
  writeFileSync(markdown, report);
}

// Seconds of the fastest run, after runs that let the engine compile what is hot.
function best(peer, text) {
  let fastest = Infinity;
  const measured = () => {
    peer.before?.();
    const start = performance.now();
    peer.count(text);
    return (performance.now() - start) / 1000;
  };
  for (let warm = 0; warm < 3; warm++) measured();
  for (let run = 0, total = 0; run < minimumRuns || total < minimumSeconds; run++) {
    const seconds = measured();
    fastest = Math.min(fastest, seconds);
    total += seconds;
  }
  return fastest;
}

function figure(value) {
  return value === undefined ? '-' : value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
}

function fail(message, code) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(code);
}
