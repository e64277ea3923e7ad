// The words of the interface that every surface shares, in the four languages it speaks.

import type { QuoteKind } from '../statement/quotation.ts';
import type { BlockKind, Pronoun } from '../statement/statement.ts';

export const LANGUAGES = ['en', 'ru', 'be', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The interface language for a BCP 47 tag ("be-BY", "zh-hans"); English where the interface does not speak it. */
export function languageFor(tag: string | null | undefined): Language {
  const primary = tag?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

/**
 * The interface language that a question is written in, by its script and the letters that only one language has;
 * null where the script does not tell (every Latin one) or the interface does not speak the language (Ukrainian).
 */
export function languageOf(question: string): Language | null {
  if (/\p{Script=Han}/u.test(question) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(question)) return 'zh';
  if (!/\p{Script=Cyrillic}/u.test(question)) return null;
  if (/[їєґ]/iu.test(question)) return null;
  if (/[ўі]/iu.test(question)) return 'be';
  return 'ru';
}

export type Wording = {
  readonly attribution: (whose: Whose) => string;
  /** Stands for a publisher who is not known, where the others stand. */
  readonly aPublisher: string;
  /** Follows the attribution where his words hold words of others. */
  readonly holdsQuoted: (pronoun: Pronoun) => string;
  readonly place: (block: BlockKind, paragraph: number | null) => string;
  /** First line of an extracted answer, by the reason for it. */
  readonly extracted: Readonly<Record<'no-model' | 'model-failed' | 'over-budget', string>>;
  /** "The statement says nothing about Ukraine."; without words: "… nothing about that." */
  readonly absent: (words: readonly string[]) => string;
  readonly searched: (sentences: number, words: readonly string[]) => string;
  readonly nearest: string;
  /** Verdicts on an alleged quotation, each over the sentences that show it. */
  readonly check: {
    readonly verbatim: (place: string) => string;
    readonly altered: string;
    readonly clipped: string;
    readonly agency: (publisher: string) => string;
    readonly quotedOthers: string;
    readonly otherSpeaker: string;
    readonly paraphrase: string;
    readonly absent: string;
    /** Below the verdict, where it is a model's. */
    readonly byModel: string;
    /** Below an `absent` that was found by the words alone, of a quotation in another language. */
    readonly byWords: string;
  };
  /** Why a text is no question; `limit` is the longest question in characters. */
  readonly problem: Readonly<Record<'empty' | 'no-words' | 'too-long', (limit: number) => string>>;
  readonly stopped: string;
  /** Claims were shown from a reply that then could not be used. */
  readonly brokeOff: string;
  readonly failed: string;
};

/** An ISO 8601 day in words: "17 November 2020". */
export function readableDate(date: string, language: Language): string {
  const key = `${language} ${date}`;
  let words = DATES.get(key);
  if (words === undefined) {
    // The day first in English too: it is read around the world.
    const locale = language === 'en' ? 'en-GB' : language;
    words = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    DATES.set(key, words);
  }
  return words;
}

// A statement's day stands in every message, and putting it into words takes longer than all else there. As many as statements.
const DATES = new Map<string, string>();

/** Whose words a quotation holds. `speaker` null: nobody is named. `pronoun` of the speaker, "they" where unknown. */
export type Whose = {
  readonly kind: QuoteKind;
  readonly speaker: string | null;
  readonly pronoun: Pronoun;
  readonly publisher: string;
};

const LIST_LIMIT = 6;

function list(words: readonly string[], separator = ', '): string {
  return words.slice(0, LIST_LIMIT).join(separator) + (words.length > LIST_LIMIT ? '…' : '');
}

const en: Wording = {
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'his', she: 'her', they: 'their' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}, ${their} own words` : 'own words, the speaker is not named',
      reported: speaker ? `${speaker}, as reported by ${publisher}` : `as reported by ${publisher}`,
      quoted: speaker ? `words that ${speaker} was quoting, not ${their} own` : 'words quoted from others',
      narration: `${publisher}'s words`,
      unsure: 'the text does not say whose words these are',
    };
    return texts[kind];
  },
  aPublisher: 'the publisher',
  holdsQuoted: (pronoun) => `‘…’ are words ${pronoun} ${pronoun === 'they' ? 'were' : 'was'} quoting`,
  place: (block, paragraph) =>
    ({ paragraph: `paragraph ${paragraph}`, headline: 'headline', date: 'date line', signature: 'signature' })[block],
  extracted: {
    'no-model': "No model is connected: these are the statement's own sentences nearest to your question.",
    'model-failed': "The model did not answer: these are the statement's own sentences nearest to your question.",
    'over-budget': "Today's model budget is spent: these are the statement's own sentences nearest to your question.",
  },
  absent: (words) => `The statement says nothing about ${words.length > 0 ? list(words) : 'that'}.`,
  searched: (sentences, words) =>
    words.length > 0
      ? `I looked through all ${sentences} sentences for: ${list(words)}.`
      : `I looked through all ${sentences} sentences.`,
  nearest: 'Nearest:',
  check: {
    verbatim: (place) => `✓ Verbatim, ${place}.`,
    altered: '✎ Not quite. The words that differ are struck out; the statement has those in bold:',
    clipped: '✂ Clipped. The words are there, but they are cut out of this:',
    agency: (publisher) => `❝ In the statement, but these are ${publisher}’s words, not the speaker’s own:`,
    quotedOthers: '❝ In the statement, but not the speaker’s own words: others are being quoted.',
    otherSpeaker: '❝ In the statement, but somebody else said it:',
    paraphrase: '≈ Something like it was said:',
    absent: '∅ Not in this statement.',
    byModel: 'Compared across languages by the model, not word by word.',
    byWords: 'The languages differ, and only words were compared: it may have been said all the same.',
  },
  problem: {
    empty: () => 'Ask me something about the statement, for example: what did he say about Russia?',
    'no-words': () => 'I see no words to look for. Ask in a sentence, for example: what did he say about Russia?',
    'too-long': (limit) => `That is too long for one question. Please ask in at most ${limit} characters.`,
  },
  stopped: 'Stopped.',
  brokeOff: "The model's reply broke off; this stands in its place:",
  failed: 'Something went wrong on my side. Please ask again.',
};

const ru: Wording = {
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'его', she: 'её', they: 'его' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker
        ? `${speaker}, ${pronoun === 'they' ? '' : `${their} `}собственные слова`
        : 'прямая речь, говорящий не назван',
      reported: speaker ? `${speaker}, в пересказе ${publisher}` : `в пересказе ${publisher}`,
      quoted: speaker ? `чужие слова, которые цитирует ${speaker}` : 'процитированные чужие слова',
      narration: `слова ${publisher}`,
      unsure: 'в тексте не сказано, чьи это слова',
    };
    return texts[kind];
  },
  aPublisher: 'издателя',
  holdsQuoted: (pronoun) =>
    `‘…’ — чужие слова, которые ${{ he: 'он цитирует', she: 'она цитирует', they: 'здесь цитируются' }[pronoun]}`,
  place: (block, paragraph) =>
    ({ paragraph: `абзац ${paragraph}`, headline: 'заголовок', date: 'дата', signature: 'подпись' })[block],
  extracted: {
    'no-model': 'Модель не подключена: это предложения самого заявления, ближайшие к вашему вопросу.',
    'model-failed': 'Модель не ответила: это предложения самого заявления, ближайшие к вашему вопросу.',
    'over-budget': 'Дневной лимит модели исчерпан: это предложения самого заявления, ближайшие к вашему вопросу.',
  },
  absent: (words) =>
    words.length > 0 ? `В заявлении ничего нет об этом: ${list(words)}.` : 'В заявлении об этом ничего нет.',
  searched: (sentences, words) =>
    words.length > 0
      ? `Просмотрено предложений: ${sentences}; искал: ${list(words)}.`
      : `Просмотрено предложений: ${sentences}.`,
  nearest: 'Ближайшее:',
  check: {
    verbatim: (place) => `✓ Дословно, ${place}.`,
    altered: '✎ Не совсем. Отличия зачёркнуты, в заявлении стоит выделенное:',
    clipped: '✂ Обрезано. Слова есть, но вырваны отсюда:',
    agency: (publisher) => `❝ В заявлении есть, но это слова ${publisher}, а не самого говорящего:`,
    quotedOthers: '❝ В заявлении есть, но это не его собственные слова: он цитирует других.',
    otherSpeaker: '❝ В заявлении есть, но это сказал кто-то другой:',
    paraphrase: '≈ Сказано нечто похожее:',
    absent: '∅ В этом заявлении такого нет.',
    byModel: 'Языки разные: сравнивала модель, не слово в слово.',
    byWords: 'Языки разные, а сравнивались только слова: возможно, это всё же было сказано.',
  },
  problem: {
    empty: () => 'Спросите что-нибудь о заявлении, например: что он сказал о России?',
    'no-words': () => 'Не вижу слов, которые можно искать. Спросите предложением, например: что он сказал о России?',
    'too-long': (limit) => `Для одного вопроса это слишком длинно. Пожалуйста, не больше ${limit} знаков.`,
  },
  stopped: 'Остановлено.',
  brokeOff: 'Ответ модели оборвался; вместо него:',
  failed: 'У меня что-то пошло не так. Спросите ещё раз.',
};

const be: Wording = {
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'яго', she: 'яе', they: 'яго' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker
        ? `${speaker}, ${pronoun === 'they' ? '' : `${their} `}ўласныя словы`
        : 'простая мова, хто гаворыць, не названа',
      reported: speaker ? `${speaker}, у пераказе ${publisher}` : `у пераказе ${publisher}`,
      quoted: speaker ? `чужыя словы, якія цытуе ${speaker}` : 'працытаваныя чужыя словы',
      narration: `словы ${publisher}`,
      unsure: 'у тэксце не сказана, чые гэта словы',
    };
    return texts[kind];
  },
  aPublisher: 'выдаўца',
  holdsQuoted: (pronoun) =>
    `‘…’ — чужыя словы, якія ${{ he: 'ён цытуе', she: 'яна цытуе', they: 'тут цытуюцца' }[pronoun]}`,
  place: (block, paragraph) =>
    ({ paragraph: `абзац ${paragraph}`, headline: 'загаловак', date: 'дата', signature: 'подпіс' })[block],
  extracted: {
    'no-model': 'Мадэль не падключана: гэта сказы самой заявы, найбліжэйшыя да вашага пытання.',
    'model-failed': 'Мадэль не адказала: гэта сказы самой заявы, найбліжэйшыя да вашага пытання.',
    'over-budget': 'Дзённы ліміт мадэлі вычарпаны: гэта сказы самой заявы, найбліжэйшыя да вашага пытання.',
  },
  absent: (words) =>
    words.length > 0 ? `У заяве нічога няма пра гэта: ${list(words)}.` : 'У заяве пра гэта нічога няма.',
  searched: (sentences, words) =>
    words.length > 0 ? `Прагледжана сказаў: ${sentences}; шукаў: ${list(words)}.` : `Прагледжана сказаў: ${sentences}.`,
  nearest: 'Найбліжэйшае:',
  check: {
    verbatim: (place) => `✓ Даслоўна, ${place}.`,
    altered: '✎ Не зусім. Адрозненні закрэслены, у заяве стаіць вылучанае:',
    clipped: '✂ Абрэзана. Словы ёсць, але вырваны адсюль:',
    agency: (publisher) => `❝ У заяве ёсць, але гэта словы ${publisher}, а не самога таго, хто гаворыць:`,
    quotedOthers: '❝ У заяве ёсць, але гэта не яго ўласныя словы: ён цытуе іншых.',
    otherSpeaker: '❝ У заяве ёсць, але гэта сказаў нехта іншы:',
    paraphrase: '≈ Сказана нешта падобнае:',
    absent: '∅ У гэтай заяве такога няма.',
    byModel: 'Мовы розныя: параўноўвала мадэль, не слова ў слова.',
    byWords: 'Мовы розныя, а параўноўваліся толькі словы: магчыма, гэта ўсё ж было сказана.',
  },
  problem: {
    empty: () => 'Спытайце што-небудзь пра заяву, напрыклад: што ён сказаў пра Расію?',
    'no-words': () => 'Не бачу слоў, якія можна шукаць. Спытайце сказам, напрыклад: што ён сказаў пра Расію?',
    'too-long': (limit) => `Для аднаго пытання гэта занадта доўга. Калі ласка, не больш за ${limit} знакаў.`,
  },
  stopped: 'Спынена.',
  brokeOff: 'Адказ мадэлі абарваўся; замест яго:',
  failed: 'У мяне нешта пайшло не так. Спытайце яшчэ раз.',
};

const zh: Wording = {
  attribution: ({ kind, speaker, publisher }) => {
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}，本人原话` : '原话，说话者未具名',
      reported: speaker ? `${speaker}，据${publisher}转述` : `据${publisher}转述`,
      quoted: speaker ? `${speaker}引用的他人的话，并非本人的话` : '引用的他人的话',
      narration: `${publisher}的叙述`,
      unsure: '原文没有说明这是谁的话',
    };
    return texts[kind];
  },
  aPublisher: '发布方',
  holdsQuoted: () => '‘…’为所引他人的话',
  place: (block, paragraph) =>
    ({ paragraph: `第${paragraph}段`, headline: '标题', date: '日期', signature: '署名' })[block],
  extracted: {
    'no-model': '未连接模型：以下是声明中与您的问题最接近的原句。',
    'model-failed': '模型未能回答：以下是声明中与您的问题最接近的原句。',
    'over-budget': '今天的模型额度已用完：以下是声明中与您的问题最接近的原句。',
  },
  absent: (words) => (words.length > 0 ? `声明中没有提到：${list(words, '、')}。` : '声明中没有提到这一点。'),
  searched: (sentences, words) =>
    words.length > 0 ? `已查找全部${sentences}句，查找的词：${list(words, '、')}。` : `已查找全部${sentences}句。`,
  nearest: '最接近的内容：',
  check: {
    verbatim: (place) => `✓ 原话，${place}。`,
    altered: '✎ 不完全一致。不同之处已划去，声明中为加粗的词：',
    clipped: '✂ 被截取。这些词确有，但出自这句话：',
    agency: (publisher) => `❝ 声明中有，但这是${publisher}的话，不是说话者本人的话：`,
    quotedOthers: '❝ 声明中有，但不是本人的话：他在引用别人。',
    otherSpeaker: '❝ 声明中有，但这是别人说的：',
    paraphrase: '≈ 说过类似的话：',
    absent: '∅ 这份声明中没有。',
    byModel: '语言不同：由模型比较，并非逐字核对。',
    byWords: '语言不同，只比对了字词：也许确实说过。',
  },
  problem: {
    empty: () => '请就声明提问，例如：他对俄罗斯说了什么？',
    'no-words': () => '没有可以查找的词。请用一句话提问，例如：他对俄罗斯说了什么？',
    'too-long': (limit) => `问题太长，请不要超过${limit}个字符。`,
  },
  stopped: '已停止。',
  brokeOff: '模型的回答中断了，以下为替代内容：',
  failed: '我这边出了问题，请再问一次。',
};

/** The shared words by language. A missing string is a type error here. */
export const WORDING: Readonly<Record<Language, Wording>> = { en, ru, be, zh };
