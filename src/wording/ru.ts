// The interface in Russian.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { counted, readableDate } from './language.ts';
import { inMarks, listed } from './list.ts';
import type { Wording } from './strings.ts';

const paragraphs = counted('ru', { one: 'абзац', few: 'абзаца', other: 'абзацев' });
const quotations = counted('ru', { one: 'цитата', few: 'цитаты', other: 'цитат' });
const questions = counted('ru', { one: 'вопрос', few: 'вопроса', other: 'вопросов' });
const people = counted('ru', { one: 'человека', other: 'человек' });
const tokens = counted('ru', { one: 'токен', few: 'токена', other: 'токенов' });
const statements = counted('ru', { one: 'заявление', few: 'заявления', other: 'заявлений' });
const sentences = counted('ru', { one: 'предложение', few: 'предложения', other: 'предложений' });
const ofMany = (tokens: number, most: number | null) =>
  most === null ? `${tokens}, без ограничения` : `${tokens} из ${most}`;

const didSay = (pronoun: Pronoun) =>
  ({ he: 'Он так сказал?', she: 'Она так сказала?', they: 'Так и было сказано?' })[pronoun];

export const ru: Wording = {
  languageName: 'Русский',
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'его ', she: 'её ', they: '' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}, ${their}собственные слова` : 'прямая речь, говорящий не назван',
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
  withoutModel: {
    'no-model': 'Ближайшее в заявлении (модель не подключена, я сравниваю только слова):',
    'model-failed': 'Ближайшее в заявлении (модель не ответила, я сравнил только слова):',
    'over-budget': 'Ближайшее в заявлении (дневной лимит модели исчерпан, я сравниваю только слова):',
  },
  leansOn: (question) => `Прочитано вместе с вопросом «${question}».`,
  absent: 'В заявлении об этом не сказано.',
  absentWords: (missing, tried) => {
    if (missing.length === 0) return 'Предложения с такими словами я не нашёл.';
    const also = tried.length > 0 ? ` (искал также: ${listed(tried)})` : '';
    return `Ни в одном предложении нет: ${inMarks(missing, '«', '»')}${also}.`;
  },
  nearest: 'Ближайшее:',
  fact: {
    date: (value) => `Дата: ${readableDate(value, 'ru')}.`,
    place: (value) => `Место в строке с датой: ${value}.`,
    speaker: (value) => `Говорит ${value}.`,
    publisher: (value) => `Опубликовано: ${value}.`,
    title: (value) => `Заголовок: ${value}`,
    language: (value) => `Язык: ${new Intl.DisplayNames('ru', { type: 'language' }).of(value)}.`,
    length: (value) => `В нём ${paragraphs(Number(value))}.`,
    source: (value) => `Его можно прочитать здесь: ${value}`,
    signature: (value) => `Подпись: ${value}`,
  },
  talk: {
    greeting: 'Здравствуйте. Спросите, что сказано в заявлении, или пришлите цитату, и я её проверю.',
    thanks: 'Пожалуйста.',
    help: 'Спросите на любом языке, что сказано в заявлении: я отвечу его собственными предложениями. Или пришлите цитату в кавычках, и я скажу, было ли это сказано.',
    acknowledged: 'Хорошо. Спрашивайте, когда захотите.',
  },
  check: {
    verbatim: (place) => `✓ Дословно, ${place}.`,
    unsureWhose: (place) => `? Дословно, ${place}, но в тексте не сказано, чьи это слова.`,
    altered: '✎ Не совсем. Отличия зачёркнуты, в заявлении стоит выделенное:',
    clipped: '✂ Обрезано. Слова есть, но вырваны отсюда:',
    publisher: (publisher) => `❝ В заявлении есть, но это слова ${publisher}, а не самого говорящего:`,
    quotedOthers: '❝ В заявлении есть, но это не собственные слова говорящего: цитируются другие.',
    otherSpeaker: (name) => `❝ В заявлении есть, но говорит это не тот, кому слова приписаны, а ${name}:`,
    paraphrase: (pronoun) =>
      ({ he: '≈ Он сказал нечто похожее:', she: '≈ Она сказала нечто похожее:', they: '≈ Сказано нечто похожее:' })[
        pronoun
      ],
    contradicted: (pronoun) =>
      ({ he: '⇄ Он сказал обратное:', she: '⇄ Она сказала обратное:', they: '⇄ Сказано обратное:' })[pronoun],
    absent: '∅ В этом заявлении такого нет.',
    notInTheseWords: '∅ Такими словами в этом заявлении не сказано.',
    byModel: 'Смысл сравнивала модель, не слово в слово.',
    otherLanguage: 'Языки разные, а сравнивались только слова: возможно, это всё же было сказано.',
  },
  problem: {
    empty: () => 'Спросите что-нибудь о заявлении.',
    'no-words': () => 'Не вижу слов, которые можно искать. Спросите, пожалуйста, предложением.',
    'too-long': (limit) => `Для одного вопроса это слишком длинно. Пожалуйста, не больше ${limit} знаков.`,
  },
  stopped: 'Остановлено.',
  brokeOff: 'Ответ модели оборвался; вместо него:',
  failed: 'У меня что-то пошло не так. Спросите ещё раз.',
  telegram: {
    about: 'Отвечает, что было сказано на самом деле: слова взяты из источника, и указано, чьи они.',
    description: (title, publisher) =>
      `Спросите, что было сказано в публичном заявлении. Каждая цитата взята из источника буква в букву, с указанием, чьи это слова и где они стоят.\n\nЗаявление: «${title}»${publisher ? ` (${publisher})` : ''}.`,
    commands: (pronoun) => ({
      ask: 'Спросить о заявлении',
      check: `${didSay(pronoun)} Проверить цитату`,
      statements: 'Все заявления и выбор одного из них',
      use: 'О каком заявлении спрашивает эта группа',
      source: 'Само заявление',
      quotes: 'Всё, что сказано собственными словами',
      new: 'Забыть прежние вопросы',
      language: 'Выбрать язык',
      settings: 'Настройки этого чата',
      privacy: 'Что хранится и как долго',
      forget: 'Удалить всё, что хранится о вас',
      help: 'Как пользоваться ботом',
      stats: 'Показатели для владельца бота',
      usage: 'Токены за сегодня и лимиты',
    }),
    start: (title, origin) =>
      `Спросите, что было сказано в этом заявлении, на любом языке:\n«${title}»${origin ? `, ${origin}` : ''}.\n\nКаждая цитата взята из источника буква в букву, с указанием, чьи это слова.`,
    help: ({ username, readsAll, pronoun, example }) =>
      `Задайте вопрос${example ? `, например: ${example}` : '.'}\nМожно переспрашивать: «почему?», «ещё». Если исправить вопрос в течение двух минут, ответ обновится.\n\n${didSay(pronoun)} Отправьте /check и слова или ответьте командой /check на сообщение.\nВ группе: /ask@${username} и вопрос или ответ на моё сообщение${readsAll ? `, или упоминание @${username}` : ''}.\nВ любом чате: наберите @${username} и слово, чтобы отправить предложение из заявления.\n\nЦитата показывает, что это было сказано, а не что это правда.`,
    privacy:
      'Хранится: четыре последних вопроса и ответа в этом чате (для уточнений, до /new или 30 дней после последнего), ответы, которые можно дать снова (30 дней), ваш язык и настройки чата, число вопросов за каждый день (400 дней) и ваши оценки. Вопрос, который не помещается в кнопку, и первая часть вопроса, пришедшего частями, хранятся сутки. Сообщения ждут ответа в очереди; остатки удаляются через два дня, а если ответить не удалось, через пять. Если подключена модель, ей отправляются ваш вопрос и предыдущие, а также цитата, которую вы проверяете. Больше ничего, и никто не читает.\n\n/forget удаляет всё.',
    addedToGroup: ({ username, readsAll, pronoun }) =>
      `Здравствуйте. Я отвечаю, что на самом деле сказано в публичном заявлении, когда меня спрашивают: /ask@${username} и вопрос или ответ на моё сообщение${readsAll ? `, или упоминание @${username}` : ''}. ${didSay(pronoun)} Ответьте на сообщение командой /check@${username}.`,
    exampleAbout: (topic, pronoun) =>
      ({
        he: `Что он сказал на тему «${topic}»?`,
        she: `Что она сказала на тему «${topic}»?`,
        they: `Что сказано на тему «${topic}»?`,
      })[pronoun],
    exampleWhole: 'О чём это?',
    andTopic: (topic) => `А ${topic}?`,
    reading: (count) => `Читаю ${paragraphs(count)}…`,
    thinking: 'Думаю…',
    writing: 'Пишу…',
    moreInSource: (count) => `Ещё ${quotations(count)} в источнике`,
    openSource: 'Открыть источник',
    copy: 'Скопировать цитату',
    share: 'Поделиться',
    checkWhat: 'Какие слова? Отправьте /check и цитату или ответьте командой /check на сообщение с ней.',
    newTopic: 'Забыто. Спрашивайте заново.',
    chooseLanguage: 'Выберите язык кнопок и подписей. Отвечаю я на языке вопроса.',
    languageSet: 'Здесь я буду говорить по-русски.',
    forgotten: 'Удалено всё, что хранилось о вас здесь.',
    thanks: 'Спасибо.',
    tooFast: (seconds) =>
      `Слишком много вопросов сразу. Подождите, пожалуйста, ${seconds} с; следующий я прочту потом.`,
    textOnly: 'Я читаю только текст. Спросите, пожалуйста, словами.',
    notHere: 'Этот бот отвечает только в некоторых чатах.',
    cardGone: 'Эта карточка устарела. Спросите ещё раз.',
    pressed: 'Сейчас будет…',
    noPassage: 'Такого места в заявлении нет.',
    ownWords: (name) => `${name}, собственные слова`,
    page: (page, pages) => `${page} из ${pages}`,
    inline: {
      ask: (query) => `Спросить: ${query}`,
      askHint: 'Ответ с цитатами',
      asking: 'Смотрю…',
      getAnswer: 'Получить ответ',
      nothing: 'Ничего не найдено. Спросите меня лично',
      check: didSay,
    },
    settings: {
      heading: 'Настройки этого чата. Нажмите, чтобы изменить.',
      adminsOnly: 'Менять настройки могут только администраторы группы.',
      language: 'Язык',
      evidence: 'Цитаты',
      folded: 'свёрнуты',
      open: 'развёрнуты',
      askers: 'Кто может спрашивать',
      everyone: 'все',
      admins: 'администраторы',
      mentions: 'Отвечать на упоминания',
      on: 'да',
      off: 'нет',
    },
    library: {
      heading: (count) => `${statements(count)}, новые первыми. Нажмите, чтобы спрашивать только об одном.`,
      found: (words) => `Заявления, где есть «${words}»:`,
      none: (words) => `Ни в одном заявлении нет «${words}».`,
      all: 'Все',
      choose: 'О каком заявлении будет спрашивать эта группа?',
      chosen: (title) => `Вопросы здесь теперь о заявлении «${title}».`,
      chosenAll: 'Вопросы здесь теперь ко всем заявлениям.',
      unknown: 'Этого заявления здесь больше нет. См. /statements.',
      form: {
        report: 'сообщение',
        speech: 'речь',
        letter: 'письмо',
        post: 'запись',
        interview: 'интервью',
        transcript: 'стенограмма',
        release: 'пресс-релиз',
      },
      paragraphs,
      speaker: (name) => `Говорит: ${name}`,
      noSpeaker: 'Кто говорит, не найдено',
      own: (count) => `собственные слова: ${sentences(count)}`,
      unsure: (count) => `не уверен: ${count}`,
      missing: (field) => ({ title: 'без заголовка', date: 'дата не найдена', publisher: 'издатель не найден' })[field],
      save: 'Сохранить',
      change: 'Изменить…',
      show: 'Показать текст',
      discard: 'Отказаться',
      howToChange:
        'Ответьте на это сообщение верными данными, по строке на каждое, например:\nspeaker: Имя Фамилия\ndate: 2024-09-18',
      saved: (title) => `Сохранено: «${title}». Вопросы в этом чате теперь о нём.`,
      known: (title) => `Это заявление уже есть: «${title}».`,
      discarded: 'Ничего не сохранено.',
      gone: 'Этот черновик устарел. Пришлите заявление ещё раз.',
      notAllowed: 'Добавлять заявления здесь могут не все.',
      unreadable: (why) => `Ничего не сохранено: ${why}`,
    },
    stats: (figures) =>
      `Сегодня: ${questions(figures.questionsToday)} от ${people(figures.peopleToday)}, ${tokens(figures.tokensToday)}.\nОчередь: ждут ${figures.queued}, оставлено ${figures.dead}.`,
    usage: ({ all, budget, own, personBudget, here, chatBudget }) =>
      `Токены сегодня: ${ofMany(all, budget)}.\nВы: ${ofMany(own, personBudget)}.\nЭтот чат: ${ofMany(here, chatBudget)}.`,
  },
  web: {
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
    isChecked: 'Понято как цитата для проверки.',
    askInstead: 'Задать как вопрос',
    checkInstead: 'Проверить как цитату',
    quotationNumber: (number) => `цитата ${number}`,
    tooMany: (seconds) => `Слишком много вопросов подряд. Спросите ещё раз через ${seconds} с.`,
    tooLarge: 'Для одного вопроса это слишком длинно.',
    offline: 'Связь прервалась. Спросите ещё раз.',
    notFound: { title: 'Не найдено', text: 'Такой страницы здесь нет.', back: 'К заявлению' },
    broken: { title: 'Что-то пошло не так', text: 'Что-то пошло не так на нашей стороне. Попробуйте ещё раз.' },
  },
};
