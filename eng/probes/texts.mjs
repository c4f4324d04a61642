// The texts of the probes: what users' texts contain and corpora hardly have. Sentences are in sentences.json; all else is made here, from lists and
// ranges of code points and a seeded generator, so that the same texts come out everywhere.
import { readFileSync } from 'node:fs';

const sentences = JSON.parse(readFileSync(new URL('sentences.json', import.meta.url), 'utf8'));

// Xorshift of 32 bits, seeded by the kind of text: adding a kind leaves the texts of the others as they are.
function randomOf(kind) {
  let state = 0x9e3779b9;
  for (const unit of kind) state = (Math.imul(state ^ unit.codePointAt(0), 0x01000193) >>> 0) || 1;
  return (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
const ranges = (...pairs) => pairs.flatMap(([first, last]) => range(first, last));
const characters = (text) => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map((part) => part.segment).filter((part) => part.trim() !== '');
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const pick = (random, list) => list[random(list.length)];

// Everyday English to spread symbols over, and to write in other letters.
const english = [
  'The build finished and all checks passed.',
  'Please review the changes before Friday.',
  'We moved the meeting to three in the afternoon.',
  'Thanks for the quick answer, it works now.',
  'New photos from our trip are online.',
  'Do not forget to water the plants.',
  'Version 2.4 brings a faster search and fewer clicks.',
  'Who would like to join us for lunch on Tuesday?',
];

function* sentencesOfLanguages() {
  for (const [language, texts] of Object.entries(sentences)) {
    for (const text of texts) yield [`sentences-${language}`, text];
  }
}

// File names of some systems and texts of some editors come with letters and marks apart.
function* decomposed() {
  for (const language of ['ko', 'ja', 'vi', 'fr', 'cs', 'pl', 'el', 'ro', 'is', 'yo']) {
    for (const text of sentences[language]) yield [`decomposed-${language}`, text.normalize('NFD')];
  }
  const words = ['회의록', '사진', '보고서', '계약서 최종', '여행 일정', '가계부', '이력서', '설명서'];
  yield ['decomposed-ko', words.map((word, i) => `${word} ${i + 1}.pdf`).join('\n').normalize('NFD')];
  yield ['jamo', 'ㅋㅋㅋㅋㅋ 진짜 웃기다 ㅎㅎ 나도 ㅠㅠㅠ 내일 봐 ㅇㅇ ㄱㄱ ㄴㄴ ㅇㅋ 고마워 ㅎㅎㅎㅎ ㅜㅜ ㄷㄷㄷ'];
}

// Rows of characters, in words of a few and in one piece.
const letters = {
  cherokee: [[0x13a0, 0x13f4]], canadian: [[0x1401, 0x166c]], mongolian: [[0x1820, 0x1842]], tibetan: [[0xf40, 0xf47], [0xf49, 0xf6c]], tifinagh: [[0x2d30, 0x2d67]],
  nko: [[0x7ca, 0x7ea]], thaana: [[0x780, 0x7a5]], javanese: [[0xa984, 0xa9b2]], yi: [[0xa000, 0xa48c]], vai: [[0xa500, 0xa60c]], runic: [[0x16a0, 0x16ea]],
  glagolitic: [[0x2c00, 0x2c5f]], 'ol-chiki': [[0x1c5a, 0x1c77]], bopomofo: [[0x3105, 0x312f]], coptic: [[0x2c80, 0x2ce4]],
  gothic: [[0x10330, 0x10340]], deseret: [[0x10400, 0x1044f]], adlam: [[0x1e900, 0x1e943]], cuneiform: [[0x12000, 0x12399]], hieroglyphs: [[0x13000, 0x1342e]], 'linear-b': [[0x10080, 0x100fa]],
  'han-extension-a': [[0x3400, 0x4dbf]], 'han-extension-b': [[0x20000, 0x2a6df]], 'han-extension-c': [[0x2a700, 0x2b739]], 'han-any': [[0x4e00, 0x9fff]], 'han-compatibility': [[0xf900, 0xfa6d]], 'hangul-any': [[0xac00, 0xd7a3]],
  ipa: [[0x250, 0x2af]], 'latin-extended': [[0x100, 0x24f]], 'latin-additional': [[0x1e00, 0x1eff]], 'greek-extended': [[0x1f00, 0x1f15], [0x1f20, 0x1f45], [0x1f80, 0x1fb4]],
  'cyrillic-rare': [[0x460, 0x481], [0x48a, 0x52f]], 'cyrillic-old': [[0xa640, 0xa66d]], 'hiragana-rare': [[0x3090, 0x3091], [0x3094, 0x3096], [0x309d, 0x309f]], 'greek-symbols': [[0x370, 0x373], [0x3d0, 0x3ef]], 'arabic-forms': [[0xfe70, 0xfe74], [0xfe76, 0xfefc]],
  'katakana-rare': [[0x31f0, 0x31ff], [0x30f7, 0x30fa]], superscripts: [[0x1d2c, 0x1d6a], [0x2070, 0x2071], [0x2074, 0x209c]],
};

function* rowsOfLetters() {
  for (const [name, pairs] of Object.entries(letters)) {
    const random = randomOf(name);
    const list = ranges(...pairs);
    yield [`letters-${name}`, many(24, () => many(2 + random(6), () => pick(random, list)).join('')).join(' ')];
    yield [`letters-${name}`, many(80, () => pick(random, list)).join('')];
  }
}

const symbols = {
  arrows: [[0x2190, 0x21ff]], operators: [[0x2200, 0x22ff]], technical: [[0x2300, 0x23fe]], box: [[0x2500, 0x257f]], blocks: [[0x2580, 0x259f]], shapes: [[0x25a0, 0x25ff]],
  miscellaneous: [[0x2600, 0x26ff]], dingbats: [[0x2701, 0x27bf]], braille: [[0x2801, 0x28ff]], 'arrows-more': [[0x27f0, 0x27ff], [0x2900, 0x297f]], 'operators-more': [[0x2a00, 0x2aff]],
  circled: [[0x2460, 0x24ff]], currency: [[0x20a0, 0x20bf]], letterlike: [[0x2100, 0x214f]], 'number-forms': [[0x2150, 0x218b]], punctuation: [[0x2010, 0x2027], [0x2030, 0x205e]],
  'cjk-punctuation': [[0x3001, 0x303f]], 'cjk-vertical': [[0xfe30, 0xfe4f]], 'cjk-small': [[0xfe50, 0xfe52], [0xfe54, 0xfe66], [0xfe68, 0xfe6b]], 'cjk-halfwidth': [[0xff61, 0xff65], [0xffe8, 0xffee]], 'cjk-enclosed': [[0x3200, 0x321e], [0x3220, 0x32fe]], 'cjk-units': [[0x3300, 0x33ff]], 'fullwidth-symbols': [[0xff01, 0xff0f], [0xff1a, 0xff20], [0xff3b, 0xff40], [0xff5b, 0xff65], [0xffe0, 0xffe6]],
  'latin-1': [[0xa1, 0xa9], [0xab, 0xac], [0xae, 0xb1], [0xb4, 0xb4], [0xb6, 0xb8], [0xbb, 0xbf]], hexagrams: [[0x4dc0, 0x4dff]], music: [[0x1d100, 0x1d126], [0x1d12a, 0x1d164]], dominoes: [[0x1f030, 0x1f093]],
  cards: [[0x1f0a1, 0x1f0ae], [0x1f0b1, 0x1f0bf]], 'enclosed-letters': [[0x1f110, 0x1f14f], [0x1f150, 0x1f169]], legacy: [[0x1fb00, 0x1fb92]], 'private-use': [[0xe000, 0xf8ff]], 'private-icons': [[0xe0a0, 0xe0d4], [0xf000, 0xf2ff]],
  'private-planes': [[0xf0000, 0xf1fff]], bold: [[0x1d400, 0x1d433]], 'bold-script': [[0x1d4d0, 0x1d503]], fraktur: [[0x1d56c, 0x1d59f]], sans: [[0x1d5a0, 0x1d5d3]], monospace: [[0x1d670, 0x1d6a3]],
  'double-struck': [[0x1d7d8, 0x1d7e1]], 'bold-greek': [[0x1d6a8, 0x1d6e1]], controls: [[0x80, 0x9f]],
};

function* rowsOfSymbols() {
  for (const [name, pairs] of Object.entries(symbols)) {
    const random = randomOf(name);
    const list = ranges(...pairs);
    yield [`symbols-${name}`, many(60, () => pick(random, list)).join(' ')];
    yield [`symbols-${name}`, many(80, () => pick(random, list)).join('')];
    yield [`symbols-${name}`, english.map((line) => line.split(' ').map((word) => (random(4) === 0 ? `${pick(random, list)} ${word}` : word)).join(' ')).join('\n')];
  }
}

const emoji = {
  faces: '😀😂🤣😊😍🥰😘😎🤔🙄😴😭😢😡🥺😅😉🙃😇🤗🤩😬😱🤯😤🥳😏🤭',
  hands: '👍👎👏🙏💪👋🤝✌️👌🤞🙌👀🫶🤷🤦',
  things: '🔥✨🎉🚀💡📌📝📅📈📉🐛🔧🔒🔑💰🎁📷💻📱⏰🎂🏆🎵🚗✈️🏠',
  marks: '✅❌⚠️❗❓➡️⬆️⬇️♻️☑️✔️✖️⭐❤️☀️☎️✂️✏️⚙️⚡☕ℹ️🆕🆗🔴🟢🟡',
  nature: '🌸🌹🌞🌙🌈🌊🍀🌲🐶🐱🐻🦊🐼🐸🐝🦋🍎🍕🍔🍣🍺🥑🌶️🍓',
  hearts: '❤️🧡💛💚💙💜🖤🤍💔💕💖💯',
  skin: '👍🏻👍🏼👍🏽👍🏾👍🏿👋🏽🙏🏾💪🏿👏🏼✌🏽🤞🏻🙌🏾👩🏽👨🏿🧑🏻👶🏾',
  joined: '👨‍👩‍👧‍👦👩‍💻👨‍🚀🧑‍🍳👩‍🔬🏳️‍🌈❤️‍🔥👨‍👨‍👦🐻‍❄️🧑‍🤝‍🧑👩‍❤️‍👨🤷‍♀️🤦‍♂️🏃‍♀️👮‍♂️🙋‍♀️',
  'joined-skin': '👩🏽‍💻👨🏿‍🚀🧑🏻‍🍳👩🏾‍🔬🤷🏽‍♀️🤦🏼‍♂️🏃🏾‍♀️👩🏻‍🏫👨🏽‍⚕️',
};

const countries = 'AD AR AT AU BD BE BG BO BR CA CH CI CL CN CO CR CU CZ DE DK DO EC EE EG ES FI FR GB GH GR HU ID IE IL IN IQ IR IS IT JP KE KR LA LB LK LT MA MM MX MY NG NL NO NP NZ PE PH PK PL PT RO RS SA SE SG SN TH TN TR TW UA US UY UZ VE VN ZA'.split(' ');
const flag = (country) => [...country].map((letter) => String.fromCodePoint(0x1f1a5 + letter.codePointAt(0))).join('');
const keycaps = [...'0123456789#*'].map((key) => `${key}\ufe0f\u20e3`);

function* rowsOf(name, list) {
  const random = randomOf(name);
  yield [name, many(50, () => pick(random, list)).join('')];
  yield [name, many(40, () => pick(random, list)).join(' ')];
  yield [name, many(14, (i) => `${pick(random, list)} ${english[i % english.length]}`).join('\n')];
  yield [name, english.map((line) => line + ' ' + many(1 + random(3), () => pick(random, list)).join('')).join(' ')];
}

function* rowsOfEmoji() {
  for (const [name, list] of Object.entries(emoji)) yield* rowsOf(`emoji-${name}`, characters(list));
  yield* rowsOf('emoji-flags', countries.map(flag));
  yield* rowsOf('emoji-keycaps', keycaps);
  yield* rowsOf('emoji-pictographs', ranges([0x1f300, 0x1f320], [0x1f330, 0x1f393], [0x1f3a0, 0x1f3c4], [0x1f3e0, 0x1f3f0], [0x1f400, 0x1f43e], [0x1f442, 0x1f4f7], [0x1f500, 0x1f53d]));
  yield* rowsOf('emoji-newer', ranges([0x1f6f4, 0x1f6fc], [0x1f90c, 0x1f93a], [0x1f93c, 0x1f945], [0x1f947, 0x1f9ff], [0x1fa70, 0x1fa74], [0x1fa80, 0x1fa86], [0x1fa90, 0x1faa8]));
  yield* rowsOf('emoji-transport', ranges([0x1f600, 0x1f64f], [0x1f680, 0x1f6c5]));
  for (const region of [countries.slice(0, 20), countries.slice(30, 60)]) yield ['emoji-flags', region.map((country, i) => `${flag(country)} ${country} ${(i * 37) % 90 + 10}`).join('\n')];
  yield ['emoji-keycaps', english.map((line, i) => `${keycaps[i + 1]} ${line}`).join('\n')];
}

// The same sentence in letters that only look different.
const written = (text, upper, lower, digit) => [...text].map((c) =>
  /[A-Z]/.test(c) ? String.fromCodePoint(upper + c.charCodeAt(0) - 65)
  : /[a-z]/.test(c) ? String.fromCodePoint(lower + c.charCodeAt(0) - 97)
  : digit && /[0-9]/.test(c) ? String.fromCodePoint(digit + c.charCodeAt(0) - 48) : c).join('');
const fullwidth = (text) => [...text].map((c) => (c > ' ' && c <= '~' ? String.fromCodePoint(0xfee0 + c.charCodeAt(0)) : c === ' ' ? '\u3000' : c)).join('');
const halfwidthOf = new Map(range(0xff66, 0xff9f).map((half) => [half.normalize('NFKC'), half]));
const halfwidth = (text) => [...text.normalize('NFD')].map((c) => halfwidthOf.get(c) ?? c).join('');

const loanwords = 'コンピュータ テレビ レストラン ホテル バス タクシー メニュー サービス プログラム データ ファイル サーバー ネットワーク パスワード ログイン エラー キャンセル ダウンロード チーズ ケーキ コーヒー ジュース ビール スーパー デパート エレベーター アルバイト スケジュール ミーティング プレゼント クリスマス ヨーロッパ アメリカ ドイツ フランス スペイン オーストラリア ピアノ ギター サッカー バスケットボール'.split(' ');

function* lookAlikes() {
  for (const [i, line] of english.entries()) {
    const [upper, lower, digit] = [[0x1d400, 0x1d41a, 0x1d7ce], [0x1d468, 0x1d482, 0], [0x1d4d0, 0x1d4ea, 0], [0x1d56c, 0x1d586, 0], [0x1d5a0, 0x1d5ba, 0x1d7e2], [0x1d5d4, 0x1d5ee, 0x1d7ec], [0x1d63c, 0x1d656, 0], [0x1d670, 0x1d68a, 0x1d7f6]][i];
    yield ['written-mathematical', written(line, upper, lower, digit)];
    yield ['written-fullwidth', fullwidth(line)];
    if (i < 4) yield ['written-circled', written(line, 0x24b6, 0x24d0)];
    if (i < 2) yield ['written-squared', written(line.toUpperCase(), i === 0 ? 0x1f130 : 0x1f170, 0)];
  }
  yield ['written-fullwidth', many(12, (i) => `第${fullwidth(String(i + 1))}条　${fullwidth('ABC' + (i * 47))}株式会社　ＴＥＬ：${fullwidth(`03-${1200 + i * 31}-${5100 + i * 17}`)}`).join('\n')];
  yield ['written-fullwidth', fullwidth('0123456789 2024 1999 31 12 500 1,280 98.5')];
  yield ['katakana', loanwords.join('、')];
  yield ['katakana', loanwords.slice(10).join('・')];
  yield ['katakana', loanwords.slice(0, 24).join('')];
  yield ['halfwidth-katakana', halfwidth(loanwords.join(' '))];
  yield ['halfwidth-katakana', halfwidth(loanwords.slice(0, 20).join(''))];
  yield ['halfwidth-katakana', many(12, (i) => `${20240100 + i} ${halfwidth('フリコミ ' + loanwords[i + 14] + ' ' + loanwords[i])} ${(i * 7919) % 90000}`).join('\n')];
}

function* marks() {
  const random = randomOf('marks');
  const combining = range(0x300, 0x36f);
  for (const most of [1, 3, 8, 16]) {
    yield ['marks', english.slice(0, 3).join(' ').replace(/[a-z]/gi, (c) => c + many(1 + random(most), () => pick(random, combining)).join(''))];
  }
  yield ['marks', english.slice(3, 6).join(' ').replace(/[a-z]/gi, (c) => `${c}\u0336`)];
  yield ['marks', english.slice(5, 8).join(' ').replace(/[a-z]/gi, (c) => `${c}\u0332`)];
  yield ['vowel-points', 'وَصَلَتِ الرِّسَالَةُ صَبَاحًا، وَقَرَأَهَا الوَلَدُ عَلَى جَدَّتِهِ مَرَّتَيْنِ، ثُمَّ كَتَبَ جَوَابًا قَصِيرًا.'];
  yield ['vowel-points', 'הַיֶּלֶד הָלַךְ אֶל הַשּׁוּק וְקָנָה תַּפּוּחַ אָדֹם, וְאַחַר כָּךְ יָשַׁב בַּגַּן וְאָכַל אוֹתוֹ.'];
}

// Text read in the wrong encoding, and what decoders leave of it.
function* damaged() {
  const random = randomOf('damaged');
  for (const language of ['de', 'fr', 'pl', 'ru', 'ja', 'ar']) yield ['misread', Buffer.from(sentences[language][0], 'utf8').toString('latin1')];
  for (const language of ['fr', 'es', 'cs', 'tr']) yield ['replaced', sentences[language][0].replace(/[^\x00-\x7f]/g, '\ufffd')];
  yield ['replaced', many(160, () => (random(3) === 0 ? String.fromCharCode(33 + random(94)) : '\ufffd')).join('')];
  yield ['replaced', many(30, () => '\ufffd'.repeat(1 + random(4)) + String.fromCharCode(97 + random(26))).join('')];
  yield ['replaced', many(40, () => '\ufffd').join(' ')];
}

// Short runs are what people type, long ones what programs fill and draw lines with.
const shortRuns = [8, 9, 10, 11, 12, 14, 16, 18, 20, 24];
const longRuns = [16, 20, 24, 32, 40, 48, 60, 64, 72, 80, 100, 120];
const nameOfRun = (character) => `run-U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

function* runs() {
  for (const character of 'aeghimnorsuwyzAEHMNOSUWZ') yield [nameOfRun(character), shortRuns.map((length) => character.repeat(length)).join(' ')];
  for (const character of '!?.,<>:;|\\^%$@&+~/') yield [nameOfRun(character), shortRuns.map((length) => character.repeat(length)).join(' ')];
  for (const character of 'axoAXOfFkwhjezZMB-=*#_~.+/─═━│█░■□●○★▪·…—‾¯＝－～・。　\u00a0\u200b\u2003\ufeff\ufffd') {
    yield [nameOfRun(character), longRuns.map((length) => character.repeat(length)).join('\n')];
    yield [nameOfRun(character), character.repeat(200)];
    if (character < '\u0080') yield [nameOfRun(character), character.repeat(1200)];
  }
  for (const character of 'ーあアの笑草哈ва的éñяжสกअ！？、') yield [nameOfRun(character), shortRuns.map((length) => character.repeat(length)).join('\n')];
  for (const character of ' \t\n') {
    yield [nameOfRun(character), longRuns.map((length, i) => `column${i}${character.repeat(length)}value`).join('\n')];
    yield [nameOfRun(character), character.repeat(200)];
    yield [nameOfRun(character), character.repeat(1200)];
  }

  // Rules as they are drawn most: under headings, around comments, between parts of a log.
  for (const [mark, length] of [['-', 60], ['=', 72], ['*', 40], ['#', 80], ['_', 48], ['.', 32]]) {
    yield ['rules', english.map((line) => `${line}\n${mark.repeat(line.length)}`).join('\n')];
    yield ['rules', english.map((line, i) => `${mark.repeat(length)}\n${i % 2 === 0 ? mark + ' ' : ''}${line}\n${mark.repeat(length)}`).join('\n\n')];
  }
  yield ['rules', many(8, (i) => `// ${'-'.repeat(70)}\n// Part ${i + 1}\n// ${'-'.repeat(70)}`).join('\n')];
  yield ['rules', many(8, (i) => `/*${'*'.repeat(70)}\n * Part ${i + 1}\n ${'*'.repeat(70)}*/`).join('\n')];
  yield ['rules', many(10, (i) => `Chapter ${i + 1} ${'.'.repeat(50 - 3 * i)} ${i * 17 + 3}`).join('\n')];
  yield ['rules', many(10, (i) => `name: ${'_'.repeat(20 + 4 * i)}`).join('\n')];
}

// What terminals draw.
function* drawings() {
  const forms = [
    (done, size) => `[${'#'.repeat(done)}${' '.repeat(size - done)}] ${Math.round((100 * done) / size)}%`,
    (done, size) => `[${'='.repeat(done)}>${'-'.repeat(size - done)}] ${done * 37}/${size * 37}`,
    (done, size) => `|${'█'.repeat(done)}${' '.repeat(size - done)}| ${Math.round((100 * done) / size)}% ${done}s`,
    (done, size) => `${'█'.repeat(done)}${'░'.repeat(size - done)} ${done}/${size}`,
    (done, size) => `${'▓'.repeat(done)}${'▒'.repeat(size - done)} ${(0.7 * done).toFixed(1)} MB`,
    (done, size) => `${'━'.repeat(done)}╸${'─'.repeat(size - done)} ${(1.3 * done).toFixed(1)}/${(1.3 * size).toFixed(1)} MB`,
    (done, size) => `${'●'.repeat(done)}${'○'.repeat(size - done)}`,
    (done, size) => `${'■'.repeat(done)}${'□'.repeat(size - done)} step ${done} of ${size}`,
  ];
  const partial = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
  for (const width of [10, 20, 40, 60]) {
    yield ['bars', many(9, (i) => {
      const eighths = Math.round(((i + 1) * 37 * width * 8) / 370);
      const bar = ('█'.repeat(eighths >> 3) + partial[eighths & 7]).padEnd(width);
      return `${String((i + 1) * 10).padStart(3)}%|${bar}| ${(i + 1) * 37}/370 [00:${10 + 4 * i}<00:${50 - 4 * i}, ${(9.13 - i / 7).toFixed(2)}it/s]`;
    }).join(width % 20 === 0 ? '\n' : '\r')];
  }
  for (const [i, form] of forms.entries()) {
    yield ['bars', many(11, (step) => form(Math.round((step * 30) / 10), 30)).join(i % 2 === 0 ? '\n' : '\r')];
    yield ['bars', many(9, (step) => `${['fetch', 'unpack', 'link', 'test'][step % 4]} ${form(2 * step, 16)}`).join('\n')];
  }
  const random = randomOf('drawings');
  const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
  yield ['drawings', many(30, (i) => `${spinner[i % 10]} waiting for the server`).join('\r')];
  yield ['drawings', many(24, () => many(3 + random(14), () => [...'▁▂▃▄▅▆▇█'][random(8)]).join('')).join(' ')];
  yield ['drawings', many(6, () => many(30, () => pick(random, range(0x2800, 0x28ff))).join('')).join('\n')];
  yield ['drawings', many(8, () => many(40, () => pick(random, [...' ░▒▓█'])).join('')).join('\n')];
  const widths = [12, 24, 9];
  const border = (left, middle, right, line) => left + widths.map((width) => line.repeat(width + 2)).join(middle) + right;
  for (const [a, b, c, d, e, f, g, h, i, line, side] of ['┌┬┐├┼┤└┴┘─│', '╔╦╗╠╬╣╚╩╝═║', '╭┬╮├┼┤╰┴╯─│', '+++++++++-|']) {
    const row = (cells) => side + cells.map((cell, n) => ` ${cell.padEnd(widths[n])} `).join(side) + side;
    const rows = many(7, (n) => row([`item ${n + 1}`, english[n].slice(0, 22), String(n * 1234)]));
    yield ['drawings', [border(a, b, c, line), row(['name', 'what', 'size']), border(d, e, f, line), ...rows, border(g, h, i, line)].join('\n')];
  }
  yield ['drawings', many(14, (n) => `${'│   '.repeat(n % 4)}${n % 3 === 2 ? '└── ' : '├── '}${['src', 'docs', 'tests', 'README.md', 'index.ts', 'main.c', 'util'][n % 7]}`).join('\n')];
  yield ['drawings', many(12, (n) => `\u001b[3${n % 8}m${['✔', '✖', '⚠', 'ℹ'][n % 4]}\u001b[0m ${english[n % 8]} \u001b[90m(${n * 13} ms)\u001b[39m`).join('\n')];
  yield ['drawings', many(16, (n) => `${'name'.padEnd(8 + 3 * n)}${String(n * 771).padStart(10 + n)}`).join('\n')];
  yield ['drawings', many(16, (n) => `${' '.repeat(4 * (n < 8 ? n : 16 - n))}${['if (x)', 'return;', 'call();', '}'][n % 4]}`).join('\n')];
  yield ['drawings', many(16, (n) => `${'\t'.repeat(n < 8 ? n : 16 - n)}${['if (x)', 'return;', 'call();', '}'][n % 4]}`).join('\n')];
  yield ['kaomoji', '(╯°□°)╯︵ ┻━┻ ¯\\_(ツ)_/¯ ʕ•ᴥ•ʔ (づ｡◕‿‿◕｡)づ (¬_¬) (｀・ω・´) ಠ_ಠ (ﾉ◕ヮ◕)ﾉ*:･ﾟ✧ (´；ω；`) ┬─┬ノ( º _ ºノ) (≧▽≦) ٩(◕‿◕)۶ ლ(ಠ益ಠლ) (◕ᴗ◕✿)'];
}

/** The probes in their order: [kind, text]. */
export function* probeTexts() {
  yield* sentencesOfLanguages();
  yield* decomposed();
  yield* rowsOfLetters();
  yield* rowsOfSymbols();
  yield* rowsOfEmoji();
  yield* lookAlikes();
  yield* marks();
  yield* damaged();
  yield* runs();
  yield* drawings();
}
