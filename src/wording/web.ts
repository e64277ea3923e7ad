// The words of the web pages that no other surface shares, in the four languages of the interface.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import type { Language } from './wording.ts';

export type WebWording = {
  /** The language's own name, for the links that change it. */
  readonly languageName: string;
  readonly languages: string;
  readonly skip: string;
  readonly source: string;
  readonly carriedBy: (name: string) => string;
  readonly legend: string;
  /** A line of the legend. `speaker` is the statement's. */
  readonly kind: (kind: QuoteKind, speaker: { readonly pronoun: Pronoun }, publisher: string) => string;
  readonly paragraph: (number: number) => string;
  readonly copy: string;
  readonly copied: string;
  readonly quotation: string;
  /** The address names sentences that the statement does not have. */
  readonly noSuchPlace: string;
  readonly whole: string;
  readonly ask: string;
  readonly question: string;
  readonly hint: string;
  readonly send: string;
  readonly promise: string;
  readonly reading: string;
  readonly answer: string;
  /** Over the questions asked before on this page. */
  readonly earlier: string;
  readonly quotationNumber: (number: number) => string;
  readonly tooMany: (seconds: number) => string;
  readonly tooLarge: string;
  readonly offline: string;
  readonly notFound: { readonly title: string; readonly text: string; readonly back: string };
  readonly broken: { readonly title: string; readonly text: string };
};

const en: WebWording = {
  languageName: 'English',
  languages: 'Language of this page',
  skip: 'To the statement',
  source: 'Read at the source',
  carriedBy: (name) => `carried by ${name}`,
  legend: 'Whose words',
  kind: (kind, { pronoun }, publisher) => {
    const their = { he: 'his', she: 'her', they: 'their' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: `${their} own words`,
      reported: `as reported by ${publisher}`,
      quoted: `words ${pronoun} ${pronoun === 'they' ? 'quote' : 'quotes'} from others`,
      narration: `${publisher}’s words`,
      unsure: 'the text does not say whose words',
    };
    return texts[kind];
  },
  paragraph: (number) => `paragraph ${number}`,
  copy: 'Copy quotation with reference',
  copied: 'Copied',
  quotation: 'Quotation with reference',
  noSuchPlace: 'This address points to a place that the statement does not have. Here is the whole statement.',
  whole: 'Show the statement without marks',
  ask: 'Ask this statement',
  question: 'Your question',
  hint: 'In a sentence, in any language.',
  send: 'Ask',
  promise: 'Every quotation is copied from the statement, letter for letter.',
  reading: 'Reading the statement…',
  answer: 'Answer',
  earlier: 'Earlier',
  quotationNumber: (number) => `quotation ${number}`,
  tooMany: (seconds) => `Too many questions just now. Please ask again in ${seconds} s.`,
  tooLarge: 'That is too long for one question.',
  offline: 'The connection broke off. Please ask again.',
  notFound: {
    title: 'Not found',
    text: 'There is no such page here.',
    back: 'To the statement',
  },
  broken: { title: 'Something went wrong', text: 'Something went wrong on this side. Please try again.' },
};

const ru: WebWording = {
  languageName: 'Русский',
  languages: 'Язык страницы',
  skip: 'К заявлению',
  source: 'Читать в источнике',
  carriedBy: (name) => `распространено: ${name}`,
  legend: 'Чьи слова',
  kind: (kind, { pronoun }, publisher) => {
    const texts: Record<QuoteKind, string> = {
      direct: { he: 'его собственные слова', she: 'её собственные слова', they: 'собственные слова' }[pronoun],
      reported: `в пересказе ${publisher}`,
      quoted: 'чужие слова, которые здесь цитируются',
      narration: `слова ${publisher}`,
      unsure: 'в тексте не сказано, чьи слова',
    };
    return texts[kind];
  },
  paragraph: (number) => `абзац ${number}`,
  copy: 'Скопировать цитату со ссылкой',
  copied: 'Скопировано',
  quotation: 'Цитата со ссылкой',
  noSuchPlace: 'Адрес указывает на место, которого в заявлении нет. Вот заявление целиком.',
  whole: 'Показать заявление без выделения',
  ask: 'Спросите это заявление',
  question: 'Ваш вопрос',
  hint: 'Предложением, на любом языке.',
  send: 'Спросить',
  promise: 'Каждая цитата взята из заявления буква в букву.',
  reading: 'Читаю заявление…',
  answer: 'Ответ',
  earlier: 'Раньше',
  quotationNumber: (number) => `цитата ${number}`,
  tooMany: (seconds) => `Слишком много вопросов подряд. Спросите ещё раз через ${seconds} с.`,
  tooLarge: 'Для одного вопроса это слишком длинно.',
  offline: 'Связь прервалась. Спросите ещё раз.',
  notFound: { title: 'Не найдено', text: 'Такой страницы здесь нет.', back: 'К заявлению' },
  broken: { title: 'Что-то пошло не так', text: 'Что-то пошло не так на нашей стороне. Попробуйте ещё раз.' },
};

const be: WebWording = {
  languageName: 'Беларуская',
  languages: 'Мова старонкі',
  skip: 'Да заявы',
  source: 'Чытаць у крыніцы',
  carriedBy: (name) => `распаўсюджана: ${name}`,
  legend: 'Чые словы',
  kind: (kind, { pronoun }, publisher) => {
    const texts: Record<QuoteKind, string> = {
      direct: { he: 'яго ўласныя словы', she: 'яе ўласныя словы', they: 'уласныя словы' }[pronoun],
      reported: `у пераказе ${publisher}`,
      quoted: 'чужыя словы, якія тут цытуюцца',
      narration: `словы ${publisher}`,
      unsure: 'у тэксце не сказана, чые словы',
    };
    return texts[kind];
  },
  paragraph: (number) => `абзац ${number}`,
  copy: 'Скапіраваць цытату са спасылкай',
  copied: 'Скапіравана',
  quotation: 'Цытата са спасылкай',
  noSuchPlace: 'Адрас паказвае на месца, якога ў заяве няма. Вось заява цалкам.',
  whole: 'Паказаць заяву без вылучэння',
  ask: 'Спытайце гэтую заяву',
  question: 'Ваша пытанне',
  hint: 'Сказам, на любой мове.',
  send: 'Спытаць',
  promise: 'Кожная цытата ўзята з заявы літара ў літару.',
  reading: 'Чытаю заяву…',
  answer: 'Адказ',
  earlier: 'Раней',
  quotationNumber: (number) => `цытата ${number}`,
  tooMany: (seconds) => `Зашмат пытанняў запар. Спытайце яшчэ раз праз ${seconds} с.`,
  tooLarge: 'Для аднаго пытання гэта занадта доўга.',
  offline: 'Сувязь перарвалася. Спытайце яшчэ раз.',
  notFound: { title: 'Не знойдзена', text: 'Такой старонкі тут няма.', back: 'Да заявы' },
  broken: { title: 'Нешта пайшло не так', text: 'Нешта пайшло не так на нашым баку. Паспрабуйце яшчэ раз.' },
};

const zh: WebWording = {
  languageName: '中文',
  languages: '页面语言',
  skip: '跳到声明',
  source: '查看原文',
  carriedBy: (name) => `由${name}转发`,
  legend: '谁的话',
  kind: (kind, _speaker, publisher) => {
    const texts: Record<QuoteKind, string> = {
      direct: '本人原话',
      reported: `${publisher}的转述`,
      quoted: '所引他人的话',
      narration: `${publisher}的叙述`,
      unsure: '原文没有说明是谁的话',
    };
    return texts[kind];
  },
  paragraph: (number) => `第${number}段`,
  copy: '复制引文及出处',
  copied: '已复制',
  quotation: '引文及出处',
  noSuchPlace: '该地址所指的位置在声明中不存在，以下是声明全文。',
  whole: '显示无标记的全文',
  ask: '就此声明提问',
  question: '您的问题',
  hint: '请用一句话提问，任何语言均可。',
  send: '提问',
  promise: '每条引文均逐字取自声明。',
  reading: '正在阅读声明…',
  answer: '回答',
  earlier: '之前的提问',
  quotationNumber: (number) => `引文${number}`,
  tooMany: (seconds) => `提问过于频繁，请在${seconds}秒后再试。`,
  tooLarge: '问题太长。',
  offline: '连接中断，请再问一次。',
  notFound: { title: '未找到', text: '这里没有该页面。', back: '返回声明' },
  broken: { title: '出了问题', text: '我们这边出了问题，请再试一次。' },
};

/** The web's words by language. A missing string is a type error here. */
export const WEB_WORDING: Readonly<Record<Language, WebWording>> = { en, ru, be, zh };
