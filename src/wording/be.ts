// The interface in Belarusian.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { counted, readableDate } from './language.ts';
import { inMarks, listed } from './list.ts';
import type { Wording } from './strings.ts';

const paragraphs = counted('be', { one: 'абзац', few: 'абзацы', other: 'абзацаў' });
const quotations = counted('be', { one: 'цытата', few: 'цытаты', other: 'цытат' });
const questions = counted('be', { one: 'пытанне', few: 'пытанні', other: 'пытанняў' });
const people = counted('be', { one: 'чалавека', other: 'чалавек' });
const tokens = counted('be', { one: 'токен', few: 'токены', other: 'токенаў' });
const statements = counted('be', { one: 'заява', few: 'заявы', other: 'заяў' });
const sentences = counted('be', { one: 'сказ', few: 'сказы', other: 'сказаў' });
const ofMany = (tokens: number, most: number | null) =>
  most === null ? `${tokens}, без абмежавання` : `${tokens} з ${most}`;

const didSay = (pronoun: Pronoun) =>
  ({ he: 'Ён так сказаў?', she: 'Яна так сказала?', they: 'Так і было сказана?' })[pronoun];

export const be: Wording = {
  languageName: 'Беларуская',
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'яго ', she: 'яе ', they: '' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}, ${their}ўласныя словы` : 'простая мова, хто гаворыць, не названа',
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
  withoutModel: {
    'no-model': 'Найбліжэйшае ў заяве (мадэль не падключана, я параўноўваю толькі словы):',
    'model-failed': 'Найбліжэйшае ў заяве (мадэль не адказала, я параўнаў толькі словы):',
    'over-budget': 'Найбліжэйшае ў заяве (дзённы ліміт мадэлі вычарпаны, я параўноўваю толькі словы):',
  },
  leansOn: (question) => `Прачытана разам з пытаннем «${question}».`,
  absent: 'У заяве пра гэта не сказана.',
  absentWords: (missing, tried) => {
    if (missing.length === 0) return 'Сказа з такімі словамі я не знайшоў.';
    const also = tried.length > 0 ? ` (шукаў таксама: ${listed(tried)})` : '';
    return `Ні ў адным сказе няма: ${inMarks(missing, '«', '»')}${also}.`;
  },
  nearest: 'Найбліжэйшае:',
  fact: {
    date: (value) => `Дата: ${readableDate(value, 'be')}.`,
    place: (value) => `Месца ў радку з датай: ${value}.`,
    speaker: (value) => `Гаворыць ${value}.`,
    publisher: (value) => `Апублікавана: ${value}.`,
    title: (value) => `Загаловак: ${value}`,
    language: (value) => `Мова: ${new Intl.DisplayNames('be', { type: 'language' }).of(value)}.`,
    length: (value) => `У ёй ${paragraphs(Number(value))}.`,
    source: (value) => `Яе можна прачытаць тут: ${value}`,
    signature: (value) => `Подпіс: ${value}`,
  },
  talk: {
    greeting: 'Вітаю. Спытайце, што сказана ў заяве, або дашліце цытату, і я яе праверу.',
    thanks: 'Калі ласка.',
    help: 'Спытайце на любой мове, што сказана ў заяве: я адкажу яе ўласнымі сказамі. Або дашліце цытату ў двукоссі, і я скажу, ці было гэта сказана.',
    acknowledged: 'Добра. Пытайцеся, калі захочаце.',
  },
  check: {
    verbatim: (place) => `✓ Даслоўна, ${place}.`,
    unsureWhose: (place) => `? Даслоўна, ${place}, але ў тэксце не сказана, чые гэта словы.`,
    altered: '✎ Не зусім. Адрозненні закрэслены, у заяве стаіць вылучанае:',
    clipped: '✂ Абрэзана. Словы ёсць, але вырваны адсюль:',
    publisher: (publisher) => `❝ У заяве ёсць, але гэта словы ${publisher}, а не самога таго, хто гаворыць:`,
    quotedOthers: '❝ У заяве ёсць, але гэта не ўласныя словы таго, хто гаворыць: цытуюцца іншыя.',
    otherSpeaker: (name) => `❝ У заяве ёсць, але кажа гэта не той, каму словы прыпісаны, а ${name}:`,
    paraphrase: (pronoun) =>
      ({ he: '≈ Ён сказаў нешта падобнае:', she: '≈ Яна сказала нешта падобнае:', they: '≈ Сказана нешта падобнае:' })[
        pronoun
      ],
    contradicted: (pronoun) =>
      ({ he: '⇄ Ён сказаў адваротнае:', she: '⇄ Яна сказала адваротнае:', they: '⇄ Сказана адваротнае:' })[pronoun],
    absent: '∅ У гэтай заяве такога няма.',
    notInTheseWords: '∅ Такімі словамі ў гэтай заяве не сказана.',
    byModel: 'Сэнс параўноўвала мадэль, не слова ў слова.',
    otherLanguage: 'Мовы розныя, а параўноўваліся толькі словы: магчыма, гэта ўсё ж было сказана.',
  },
  problem: {
    empty: () => 'Спытайце што-небудзь пра заяву.',
    'no-words': () => 'Не бачу слоў, якія можна шукаць. Спытайце, калі ласка, сказам.',
    'too-long': (limit) => `Для аднаго пытання гэта занадта доўга. Калі ласка, не больш за ${limit} знакаў.`,
  },
  stopped: 'Спынена.',
  brokeOff: 'Адказ мадэлі абарваўся; замест яго:',
  failed: 'У мяне нешта пайшло не так. Спытайце яшчэ раз.',
  telegram: {
    about: 'Адказвае, што было сказана насамрэч: словы ўзятыя з крыніцы, і пазначана, чые яны.',
    description: (title, publisher) =>
      `Спытайце, што было сказана ў публічнай заяве. Кожная цытата ўзятая з крыніцы літара ў літару, з пазнакай, чые гэта словы і дзе яны стаяць.\n\nЗаява: «${title}»${publisher ? ` (${publisher})` : ''}.`,
    commands: (pronoun) => ({
      ask: 'Спытаць пра заяву',
      check: `${didSay(pronoun)} Праверыць цытату`,
      statements: 'Усе заявы і выбар адной з іх',
      use: 'Пра якую заяву пытаецца гэтая група',
      source: 'Сама заява',
      quotes: 'Усё, што сказана ўласнымі словамі',
      new: 'Забыць ранейшыя пытанні',
      language: 'Выбраць мову',
      settings: 'Налады гэтага чата',
      privacy: 'Што захоўваецца і як доўга',
      forget: 'Выдаліць усё, што захоўваецца пра вас',
      help: 'Як карыстацца ботам',
      stats: 'Паказчыкі для ўладальніка бота',
      usage: 'Токены за сёння і ліміты',
    }),
    start: (title, origin) =>
      `Спытайце, што было сказана ў гэтай заяве, на любой мове:\n«${title}»${origin ? `, ${origin}` : ''}.\n\nКожная цытата ўзятая з крыніцы літара ў літару, з пазнакай, чые гэта словы.`,
    help: ({ username, readsAll, pronoun, example }) =>
      `Задайце пытанне${example ? `, напрыклад: ${example}` : '.'}\nМожна перапытваць: «чаму?», «яшчэ». Калі выправіць пытанне цягам дзвюх хвілін, адказ абновіцца.\n\n${didSay(pronoun)} Дашліце /check і словы або адкажыце камандай /check на паведамленне.\nУ групе: /ask@${username} і пытанне або адказ на маё паведамленне${readsAll ? `, або згадка @${username}` : ''}.\nУ любым чаце: набярыце @${username} і слова, каб даслаць сказ з заявы.\n\nЦытата паказвае, што гэта было сказана, а не што гэта праўда.`,
    privacy:
      'Захоўваецца: чатыры апошнія пытанні і адказы ў гэтым чаце (для ўдакладненняў, да /new або 30 дзён пасля апошняга), адказы, якія можна даць зноў (30 дзён), ваша мова і налады чата, колькасць пытанняў за кожны дзень (400 дзён) і вашы ацэнкі. Пытанне, якое не змяшчаецца ў кнопку, і першая частка пытання, што прыйшло часткамі, захоўваюцца суткі. Паведамленні чакаюць адказу ў чарзе; рэшткі выдаляюцца праз два дні, а калі адказаць не ўдалося, праз пяць. Калі падключана мадэль, ёй адпраўляюцца ваша пытанне і папярэднія, а таксама цытата, якую вы правяраеце. Больш нічога, і ніхто не чытае.\n\n/forget выдаляе ўсё.',
    addedToGroup: ({ username, readsAll, pronoun }) =>
      `Вітаю. Я адказваю, што насамрэч сказана ў публічнай заяве, калі мяне пытаюць: /ask@${username} і пытанне або адказ на маё паведамленне${readsAll ? `, або згадка @${username}` : ''}. ${didSay(pronoun)} Адкажыце на паведамленне камандай /check@${username}.`,
    exampleAbout: (topic, pronoun) =>
      ({
        he: `Што ён сказаў на тэму «${topic}»?`,
        she: `Што яна сказала на тэму «${topic}»?`,
        they: `Што сказана на тэму «${topic}»?`,
      })[pronoun],
    exampleWhole: 'Пра што гэта?',
    andTopic: (topic) => `А ${topic}?`,
    reading: (count) => `Чытаю ${paragraphs(count)}…`,
    thinking: 'Думаю…',
    writing: 'Пішу…',
    moreInSource: (count) => `У крыніцы яшчэ ${quotations(count)}`,
    openSource: 'Адкрыць крыніцу',
    copy: 'Скапіраваць цытату',
    share: 'Падзяліцца',
    checkWhat: 'Якія словы? Дашліце /check і цытату або адкажыце камандай /check на паведамленне з ёй.',
    newTopic: 'Забыта. Пытайцеся нанова.',
    chooseLanguage: 'Выберыце мову кнопак і подпісаў. Адказваю я на мове пытання.',
    languageSet: 'Тут я буду гаварыць па-беларуску.',
    forgotten: 'Выдалена ўсё, што захоўвалася пра вас тут.',
    thanks: 'Дзякуй.',
    tooFast: (seconds) =>
      `Занадта шмат пытанняў адразу. Пачакайце, калі ласка, ${seconds} с; наступнае я прачытаю потым.`,
    textOnly: 'Я чытаю толькі тэкст. Спытайце, калі ласка, словамі.',
    notHere: 'Гэты бот адказвае толькі ў некаторых чатах.',
    cardGone: 'Гэта картка састарэла. Спытайце яшчэ раз.',
    pressed: 'Зараз будзе…',
    noPassage: 'Такога месца ў заяве няма.',
    ownWords: (name) => `${name}, уласныя словы`,
    page: (page, pages) => `${page} з ${pages}`,
    inline: {
      ask: (query) => `Спытаць: ${query}`,
      askHint: 'Адказ з цытатамі',
      asking: 'Гляджу…',
      getAnswer: 'Атрымаць адказ',
      nothing: 'Нічога не знойдзена. Спытайце мяне асабіста',
      check: didSay,
    },
    settings: {
      heading: 'Налады гэтага чата. Націсніце, каб змяніць.',
      adminsOnly: 'Мяняць налады могуць толькі адміністратары групы.',
      language: 'Мова',
      evidence: 'Цытаты',
      folded: 'згорнуты',
      open: 'разгорнуты',
      askers: 'Хто можа пытацца',
      everyone: 'усе',
      admins: 'адміністратары',
      mentions: 'Адказваць на згадкі',
      on: 'так',
      off: 'не',
    },
    library: {
      heading: (count) => `${statements(count)}, новыя першымі. Націсніце, каб пытацца толькі пра адну.`,
      found: (words) => `Заявы, дзе ёсць «${words}»:`,
      none: (words) => `Ні ў адной заяве няма «${words}».`,
      all: 'Усе',
      choose: 'Пра якую заяву будзе пытацца гэтая група?',
      chosen: (title) => `Пытанні тут цяпер пра заяву «${title}».`,
      chosenAll: 'Пытанні тут цяпер да ўсіх заяў.',
      unknown: 'Гэтай заявы тут больш няма. Гл. /statements.',
      form: {
        report: 'паведамленне',
        speech: 'прамова',
        letter: 'ліст',
        post: 'допіс',
        interview: 'інтэрв’ю',
        transcript: 'стэнаграма',
        release: 'прэс-рэліз',
      },
      paragraphs,
      speaker: (name) => `Гаворыць: ${name}`,
      noSpeaker: 'Хто гаворыць, не знойдзена',
      own: (count) => `уласныя словы: ${sentences(count)}`,
      unsure: (count) => `не ўпэўнены: ${count}`,
      missing: (field) =>
        ({ title: 'без загалоўка', date: 'дата не знойдзена', publisher: 'выдавец не знойдзены' })[field],
      save: 'Захаваць',
      change: 'Змяніць…',
      show: 'Паказаць тэкст',
      discard: 'Адмовіцца',
      howToChange:
        'Адкажыце на гэта паведамленне правільнымі звесткамі, па радку на кожную, напрыклад:\nspeaker: Імя Прозвішча\ndate: 2024-09-18',
      saved: (title) => `Захавана: «${title}». Пытанні ў гэтым чаце цяпер пра яе.`,
      known: (title) => `Гэтая заява ўжо ёсць: «${title}».`,
      discarded: 'Нічога не захавана.',
      gone: 'Гэты чарнавік састарэў. Дашліце заяву яшчэ раз.',
      notAllowed: 'Дадаваць заявы тут могуць не ўсе.',
      unreadable: (why) => `Нічога не захавана: ${why}`,
    },
    stats: (figures) =>
      `Сёння: ${questions(figures.questionsToday)} ад ${people(figures.peopleToday)}, ${tokens(figures.tokensToday)}.\nЧарга: чакаюць ${figures.queued}, пакінута ${figures.dead}.`,
    usage: ({ all, budget, own, personBudget, here, chatBudget }) =>
      `Токены сёння: ${ofMany(all, budget)}.\nВы: ${ofMany(own, personBudget)}.\nГэты чат: ${ofMany(here, chatBudget)}.`,
  },
  web: {
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
    isChecked: 'Зразумета як цытата для праверкі.',
    askInstead: 'Задаць як пытанне',
    checkInstead: 'Праверыць як цытату',
    quotationNumber: (number) => `цытата ${number}`,
    tooMany: (seconds) => `Зашмат пытанняў запар. Спытайце яшчэ раз праз ${seconds} с.`,
    tooLarge: 'Для аднаго пытання гэта занадта доўга.',
    offline: 'Сувязь перарвалася. Спытайце яшчэ раз.',
    notFound: { title: 'Не знойдзена', text: 'Такой старонкі тут няма.', back: 'Да заявы' },
    broken: { title: 'Нешта пайшло не так', text: 'Нешта пайшло не так на нашым баку. Паспрабуйце яшчэ раз.' },
  },
};
