// Makes golden.json: the ids that the reference implementation gives to texts.json, and a digest of those of 100,000 seeded hostile strings.
//   npm install tiktoken && node make-golden.mjs
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const { get_encoding } = require('tiktoken');
const version = JSON.parse(readFileSync('node_modules/tiktoken/package.json', 'utf8')).version;

const encodings = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'];
const stringCount = 100_000;
const here = new URL('.', import.meta.url);
const texts = JSON.parse(readFileSync(new URL('texts.json', here), 'utf8'));

// The same generator stands in HostileStrings.cs: xorshift of 32 bits, fragments of sixteen kinds.
function* hostileStrings(count) {
  let state = 0x9e3779b9;
  const below = (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
  const repeat = (limit, make) => {
    let text = '';
    for (let n = 1 + below(limit); n > 0; n--) text += make();
    return text;
  };
  const unit = (first, size) => String.fromCharCode(first + below(size));
  const pick = (list) => list[below(list.length)];
  const symbols = ['!', '.', ',', '"', '(', ')', '{', '}', '//', '/', '--', '=', '<|', '|>', '...', '_', '#', '\u2014', '\u201c', '\u3002', '\uff0c'];
  const blanks = [' ', '  ', '   ', '\n', '\r\n', '\t', '\n\n', ' \n', '\n ', '\n  \n', '\u00a0', '\u3000', '\u2028', '\u0085'];
  const contractions = ["'s", "'S", "'ll", "'LL", "'Ve", "'\u017f", "'t", "'D's", "'re", "'", "''", "'x"];
  const emoji = ['\u2764\ufe0f', '\ud83d\udc4d\ud83c\udffd', '\ud83d\udc68\u200d\ud83d\udc69', '\ud83c\udde9\ud83c\uddea', '1\ufe0f\u20e3'];
  const kinds = [
    () => repeat(8, () => unit(0x61, 26)),
    () => ' ' + repeat(8, () => unit(0x61, 26)),
    () => ' ' + repeat(12, () => unit(0x61, 26)),
    () => unit(0x41, 26) + repeat(6, () => unit(0x61, 26)),
    () => repeat(4, () => unit(0x41, 26)),
    () => repeat(7, () => unit(0x30, 10)),
    () => repeat(3, () => pick(symbols)),
    () => repeat(3, () => pick(blanks)),
    () => pick(contractions),
    () => repeat(8, () => unit(0x410, 64)),
    () => repeat(6, () => unit(0x4e00, 5000)),
    () => repeat(6, () => unit(0x3041, 180)),
    () => pick(emoji),
    () => unit(0, 0x10000),
    () => String.fromCodePoint(0x10000 + below(0x20000)),
    () => unit(pick([0x300, 0x5d0, 0x620, 0x905, 0xe01, 0x1c4, 0x1f80, 0xff10]), 24),
  ];
  for (let i = 0; i < count; i++) {
    yield repeat(10, () => kinds[below(kinds.length)]());
  }
}

const result = { tiktoken: version, stringCount, encodings: {} };
for (const name of encodings) {
  const encoding = get_encoding(name);
  const digest = createHash('sha256');
  let tokens = 0;
  for (const text of hostileStrings(stringCount)) {
    const ids = encoding.encode_ordinary(text);
    tokens += ids.length;
    digest.update(new Uint8Array(Uint32Array.of(ids.length, ...ids).buffer));
  }
  result.encodings[name] = { hostileTokens: tokens, hostileDigest: digest.digest('hex'), ids: texts.map((text) => [...encoding.encode_ordinary(text)]) };
  encoding.free();
}
const lines = JSON.stringify(result, null, 1).replace(/\[\s+([\d,\s]*?)\s+\]/g, (_, ids) => `[${ids.replace(/\s+/g, ' ')}]`);
writeFileSync(new URL('golden.json', here), lines + '\n');
