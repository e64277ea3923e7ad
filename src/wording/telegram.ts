// What the bot says in Telegram besides answers, in its four languages. WORDING holds what all surfaces share.

import type { Language } from './wording.ts';

export type CommandName =
  | 'ask'
  | 'check'
  | 'source'
  | 'quotes'
  | 'new'
  | 'language'
  | 'privacy'
  | 'forget'
  | 'help'
  | 'stats';

export type TelegramWording = {
  readonly languageName: string;
  readonly about: string;
  readonly description: (title: string, publisher: string) => string;
  readonly commands: Readonly<Record<CommandName, string>>;
  readonly start: (title: string, origin: string) => string;
  readonly help: (username: string) => string;
  readonly privacy: string;
  readonly addedToGroup: (username: string) => string;
  readonly examples: readonly string[];
  readonly reading: (paragraphs: number) => string;
  readonly moreInSource: (quotations: number) => string;
  readonly openSource: string;
  readonly andTopic: (topic: string) => string;
  readonly checkWhat: string;
  readonly newTopic: string;
  readonly chooseLanguage: string;
  readonly languageSet: string;
  readonly forgotten: string;
  readonly thanks: string;
  readonly tooFast: (seconds: number) => string;
  readonly textOnly: string;
  readonly notHere: string;
  readonly cardGone: string;
  readonly pressed: string;
  readonly noPassage: string;
  readonly ownWords: (name: string) => string;
  readonly page: (page: number, pages: number) => string;
  readonly inline: {
    readonly ask: (query: string) => string;
    readonly askHint: string;
    readonly asking: string;
    readonly getAnswer: string;
    readonly nothing: string;
    readonly check: string;
  };
  readonly stats: (figures: StatsFigures) => string;
};

export type StatsFigures = {
  readonly questionsToday: number;
  readonly peopleToday: number;
  readonly tokensToday: number;
  readonly queued: number;
  readonly dead: number;
};

const en: TelegramWording = {
  languageName: 'English',
  about: 'Answers what someone really said, in words copied from the source, with whose words they are.',
  description: (title, publisher) =>
    `Ask what was said in a public statement. Every quotation is copied from the source, letter for letter, with whose words it is and where it stands.\n\nThe statement: “${title}” (${publisher}).`,
  commands: {
    ask: 'Ask about the statement',
    check: 'Did he say that? Check a quotation',
    source: 'The statement itself',
    quotes: 'Everything in his own words',
    new: 'Forget the questions so far',
    language: 'Choose the language',
    privacy: 'What is kept, and for how long',
    forget: 'Delete what is kept about you',
    help: 'How to use this bot',
    stats: 'Figures for who runs the bot',
  },
  start: (title, origin) =>
    `Ask me what was said in this statement, in any language:\n“${title}”, ${origin}.\n\nEvery quotation is copied from the source, letter for letter, with whose words it is.`,
  help: (username) =>
    `Ask a question, for example: what did he say about Russia?\nFollow-ups such as “and China?” or “why?” work. A question that you edit within two minutes is answered again.\n\nDid he say that? Send /check and the words, or reply to a message with /check.\nIn a group: mention @${username}, reply to me, or use /ask.\nIn any chat: type @${username} and a word to send a sentence of the statement.\n\nA quotation shows that it was said, not that it is true.`,
  privacy:
    'Kept: your last four questions and answers here (for follow-ups, until /new or 30 days after the last one), answers that can be given again (30 days), your language, how many questions you asked each day (400 days), and your thumbs. A question too long for its button is kept for a day. Messages wait in a queue until they are answered; what is left of them is deleted after two days, or five if no answer could be given. With a model connected, your question and those before it are sent to it, and so is a quotation in another language that you have checked. Nothing else, and nobody reads along.\n\n/forget deletes all of it.',
  addedToGroup: (username) =>
    `Hello. I answer what was really said in a public statement, when I am asked: mention @${username}, reply to me, or use /ask. Did he say that? Reply to a message with /check.`,
  examples: ['What did he say about Russia?', 'Why a multi-vector policy?', 'What is it about?'],
  reading: (paragraphs) => `Reading ${paragraphs} ${paragraphs === 1 ? 'paragraph' : 'paragraphs'}…`,
  moreInSource: (quotations) => `${quotations} more ${quotations === 1 ? 'quotation' : 'quotations'} in the source`,
  openSource: 'Open in the source',
  andTopic: (topic) => `And ${topic}?`,
  checkWhat: 'Which words? Send /check and the quotation, or reply with /check to the message that has it.',
  newTopic: 'Forgotten. Ask anew.',
  chooseLanguage: 'Choose the language of the buttons and labels. I answer in the language of your question.',
  languageSet: 'I will speak English here.',
  forgotten: 'Deleted: everything that was kept about you here.',
  thanks: 'Thank you.',
  tooFast: (seconds) => `That is a lot of questions at once. Please wait ${seconds} s; I will read the next one then.`,
  textOnly: 'I can only read text. Ask me in words, for example: what did he say about Russia?',
  notHere: 'This bot answers in certain chats only.',
  cardGone: 'This card is too old. Please ask again.',
  pressed: 'On its way…',
  noPassage: 'There is no such passage in the statement.',
  ownWords: (name) => `${name}, own words`,
  page: (page, pages) => `${page} of ${pages}`,
  inline: {
    ask: (query) => `Ask: ${query}`,
    askHint: 'Get an answer with quotations',
    asking: 'Looking it up…',
    getAnswer: 'Get the answer',
    nothing: 'Nothing found. Ask me in private',
    check: 'Did he say that?',
  },
  stats: ({ questionsToday, peopleToday, tokensToday, queued, dead }) =>
    `Today: ${questionsToday} questions from ${peopleToday} people, ${tokensToday} tokens.\nQueue: ${queued} waiting, ${dead} given up.`,
};

const ru: TelegramWording = {
  languageName: 'Русский',
  about: 'Отвечает, что было сказано на самом деле: слова взяты из источника, и указано, чьи они.',
  description: (title, publisher) =>
    `Спросите, что было сказано в публичном заявлении. Каждая цитата взята из источника буква в букву, с указанием, чьи это слова и где они стоят.\n\nЗаявление: «${title}» (${publisher}).`,
  commands: {
    ask: 'Спросить о заявлении',
    check: 'Он так сказал? Проверить цитату',
    source: 'Само заявление',
    quotes: 'Всё, что сказано его собственными словами',
    new: 'Забыть прежние вопросы',
    language: 'Выбрать язык',
    privacy: 'Что хранится и как долго',
    forget: 'Удалить всё, что хранится о вас',
    help: 'Как пользоваться ботом',
    stats: 'Показатели для владельца бота',
  },
  start: (title, origin) =>
    `Спросите, что было сказано в этом заявлении, на любом языке:\n«${title}», ${origin}.\n\nКаждая цитата взята из источника буква в букву, с указанием, чьи это слова.`,
  help: (username) =>
    `Задайте вопрос, например: что он сказал о России?\nМожно переспрашивать: «а о Китае?», «почему?». Если исправить вопрос в течение двух минут, ответ обновится.\n\nОн так сказал? Отправьте /check и слова или ответьте командой /check на сообщение.\nВ группе: упомяните @${username}, ответьте мне или используйте /ask.\nВ любом чате: наберите @${username} и слово, чтобы отправить предложение из заявления.\n\nЦитата показывает, что это было сказано, а не что это правда.`,
  privacy:
    'Хранится: четыре последних вопроса и ответа в этом чате (для уточнений, до /new или 30 дней после последнего), ответы, которые можно дать снова (30 дней), ваш язык, число вопросов за каждый день (400 дней) и ваши оценки. Вопрос, который не помещается в кнопку, хранится сутки. Сообщения ждут ответа в очереди; остатки удаляются через два дня, а если ответить не удалось, через пять. Если подключена модель, ей отправляются ваш вопрос и предыдущие, а также цитата на другом языке, которую вы проверяете. Больше ничего, и никто не читает.\n\n/forget удаляет всё.',
  addedToGroup: (username) =>
    `Здравствуйте. Я отвечаю, что на самом деле сказано в публичном заявлении, когда меня спрашивают: упомяните @${username}, ответьте мне или используйте /ask. Он так сказал? Ответьте на сообщение командой /check.`,
  examples: ['Что он сказал о России?', 'Почему многовекторная политика?', 'О чём это?'],
  reading: (paragraphs) => `Читаю, абзацев: ${paragraphs}…`,
  moreInSource: (quotations) => `Ещё цитат в источнике: ${quotations}`,
  openSource: 'Открыть источник',
  andTopic: (topic) => `А ${topic}?`,
  checkWhat: 'Какие слова? Отправьте /check и цитату или ответьте командой /check на сообщение с ней.',
  newTopic: 'Забыто. Спрашивайте заново.',
  chooseLanguage: 'Выберите язык кнопок и подписей. Отвечаю я на языке вопроса.',
  languageSet: 'Здесь я буду говорить по-русски.',
  forgotten: 'Удалено всё, что хранилось о вас здесь.',
  thanks: 'Спасибо.',
  tooFast: (seconds) => `Слишком много вопросов сразу. Подождите, пожалуйста, ${seconds} с; следующий я прочту потом.`,
  textOnly: 'Я читаю только текст. Спросите словами, например: что он сказал о России?',
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
    check: 'Он так сказал?',
  },
  stats: ({ questionsToday, peopleToday, tokensToday, queued, dead }) =>
    `Сегодня: вопросов ${questionsToday}, людей ${peopleToday}, токенов ${tokensToday}.\nОчередь: ждут ${queued}, оставлено ${dead}.`,
};

const be: TelegramWording = {
  languageName: 'Беларуская',
  about: 'Адказвае, што было сказана насамрэч: словы ўзятыя з крыніцы, і пазначана, чые яны.',
  description: (title, publisher) =>
    `Спытайце, што было сказана ў публічнай заяве. Кожная цытата ўзятая з крыніцы літара ў літару, з пазнакай, чые гэта словы і дзе яны стаяць.\n\nЗаява: «${title}» (${publisher}).`,
  commands: {
    ask: 'Спытаць пра заяву',
    check: 'Ён так сказаў? Праверыць цытату',
    source: 'Сама заява',
    quotes: 'Усё, што сказана яго ўласнымі словамі',
    new: 'Забыць ранейшыя пытанні',
    language: 'Выбраць мову',
    privacy: 'Што захоўваецца і як доўга',
    forget: 'Выдаліць усё, што захоўваецца пра вас',
    help: 'Як карыстацца ботам',
    stats: 'Паказчыкі для ўладальніка бота',
  },
  start: (title, origin) =>
    `Спытайце, што было сказана ў гэтай заяве, на любой мове:\n«${title}», ${origin}.\n\nКожная цытата ўзятая з крыніцы літара ў літару, з пазнакай, чые гэта словы.`,
  help: (username) =>
    `Задайце пытанне, напрыклад: што ён сказаў пра Расію?\nМожна перапытваць: «а пра Кітай?», «чаму?». Калі выправіць пытанне цягам дзвюх хвілін, адказ абновіцца.\n\nЁн так сказаў? Дашліце /check і словы або адкажыце камандай /check на паведамленне.\nУ групе: згадайце @${username}, адкажыце мне або ўжыйце /ask.\nУ любым чаце: набярыце @${username} і слова, каб даслаць сказ з заявы.\n\nЦытата паказвае, што гэта было сказана, а не што гэта праўда.`,
  privacy:
    'Захоўваецца: чатыры апошнія пытанні і адказы ў гэтым чаце (для ўдакладненняў, да /new або 30 дзён пасля апошняга), адказы, якія можна даць зноў (30 дзён), ваша мова, колькасць пытанняў за кожны дзень (400 дзён) і вашы ацэнкі. Пытанне, якое не змяшчаецца ў кнопку, захоўваецца суткі. Паведамленні чакаюць адказу ў чарзе; рэшткі выдаляюцца праз два дні, а калі адказаць не ўдалося, праз пяць. Калі падключана мадэль, ёй адпраўляюцца ваша пытанне і папярэднія, а таксама цытата на іншай мове, якую вы правяраеце. Больш нічога, і ніхто не чытае.\n\n/forget выдаляе ўсё.',
  addedToGroup: (username) =>
    `Вітаю. Я адказваю, што насамрэч сказана ў публічнай заяве, калі мяне пытаюць: згадайце @${username}, адкажыце мне або ўжыйце /ask. Ён так сказаў? Адкажыце на паведамленне камандай /check.`,
  examples: ['Што ён сказаў пра Расію?', 'Чаму шматвектарная палітыка?', 'Пра што гэта?'],
  reading: (paragraphs) => `Чытаю, абзацаў: ${paragraphs}…`,
  moreInSource: (quotations) => `Яшчэ цытат у крыніцы: ${quotations}`,
  openSource: 'Адкрыць крыніцу',
  andTopic: (topic) => `А ${topic}?`,
  checkWhat: 'Якія словы? Дашліце /check і цытату або адкажыце камандай /check на паведамленне з ёй.',
  newTopic: 'Забыта. Пытайцеся нанова.',
  chooseLanguage: 'Выберыце мову кнопак і подпісаў. Адказваю я на мове пытання.',
  languageSet: 'Тут я буду гаварыць па-беларуску.',
  forgotten: 'Выдалена ўсё, што захоўвалася пра вас тут.',
  thanks: 'Дзякуй.',
  tooFast: (seconds) =>
    `Занадта шмат пытанняў адразу. Пачакайце, калі ласка, ${seconds} с; наступнае я прачытаю потым.`,
  textOnly: 'Я чытаю толькі тэкст. Спытайце словамі, напрыклад: што ён сказаў пра Расію?',
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
    check: 'Ён так сказаў?',
  },
  stats: ({ questionsToday, peopleToday, tokensToday, queued, dead }) =>
    `Сёння: пытанняў ${questionsToday}, людзей ${peopleToday}, токенаў ${tokensToday}.\nЧарга: чакаюць ${queued}, пакінута ${dead}.`,
};

const zh: TelegramWording = {
  languageName: '中文',
  about: '回答某人究竟说了什么：引文逐字取自原文，并注明是谁的话。',
  description: (title, publisher) =>
    `询问一份公开声明中说了什么。每条引文都逐字取自原文，并注明是谁的话、出自何处。\n\n声明：《${title}》（${publisher}）。`,
  commands: {
    ask: '就声明提问',
    check: '他这样说过吗？核对引文',
    source: '声明原文',
    quotes: '他的全部原话',
    new: '忘记之前的问题',
    language: '选择语言',
    privacy: '保存什么，保存多久',
    forget: '删除保存的与您有关的内容',
    help: '使用方法',
    stats: '供运行者查看的数字',
  },
  start: (title, origin) =>
    `请用任何语言询问这份声明说了什么：\n《${title}》，${origin}。\n\n每条引文都逐字取自原文，并注明是谁的话。`,
  help: (username) =>
    `请提问，例如：他对俄罗斯说了什么？\n可以追问，如“那中国呢？”“为什么？”。两分钟内修改问题，会重新回答。\n\n他这样说过吗？发送 /check 和那句话，或用 /check 回复一条消息。\n在群组中：提及 @${username}、回复我或使用 /ask。\n在任何聊天中：输入 @${username} 和一个词，即可发送声明中的一句话。\n\n引文说明有人这样说过，并不说明所说属实。`,
  privacy:
    '保存的内容：您在此处最近的四个问题和回答（用于追问，直到 /new 或最后一次提问后30天）、可再次使用的回答（30天）、您的语言、每天的提问次数（400天）和您的评价。按钮放不下的问题保存一天。消息在得到回答前会排队等候，两天后清除；若无法回答，五天后清除。若连接了模型，您的问题和之前的问题，以及您请求核对的其他语言的引文，会发送给模型。除此之外不保存任何内容，也无人旁观。\n\n/forget 会全部删除。',
  addedToGroup: (username) =>
    `您好。有人问时，我会回答公开声明中究竟说了什么：提及 @${username}、回复我或使用 /ask。他这样说过吗？用 /check 回复一条消息。`,
  examples: ['他对俄罗斯说了什么？', '为什么实行多向政策？', '这是关于什么的？'],
  reading: (paragraphs) => `正在阅读${paragraphs}段…`,
  moreInSource: (quotations) => `原文中还有${quotations}条引文`,
  openSource: '打开原文',
  andTopic: (topic) => `那${topic}呢？`,
  checkWhat: '哪句话？发送 /check 和引文，或用 /check 回复含有它的消息。',
  newTopic: '已忘记，请重新提问。',
  chooseLanguage: '选择按钮和标签的语言。回答使用提问的语言。',
  languageSet: '在这里我会说中文。',
  forgotten: '已删除这里保存的与您有关的全部内容。',
  thanks: '谢谢。',
  tooFast: (seconds) => `问题太多了，请等待${seconds}秒，之后我会读下一个。`,
  textOnly: '我只能读文字。请用文字提问，例如：他对俄罗斯说了什么？',
  notHere: '这个机器人只在特定聊天中回答。',
  cardGone: '这张卡片太旧了，请重新提问。',
  pressed: '马上就来…',
  noPassage: '声明中没有这一段。',
  ownWords: (name) => `${name}，本人原话`,
  page: (page, pages) => `第${page}页，共${pages}页`,
  inline: {
    ask: (query) => `提问：${query}`,
    askHint: '获取带引文的回答',
    asking: '正在查找…',
    getAnswer: '获取回答',
    nothing: '没有找到，请私聊提问',
    check: '他这样说过吗？',
  },
  stats: ({ questionsToday, peopleToday, tokensToday, queued, dead }) =>
    `今天：${peopleToday}人提出${questionsToday}个问题，${tokensToday}个词元。\n队列：等待${queued}，放弃${dead}。`,
};

export const TELEGRAM_WORDING: Readonly<Record<Language, TelegramWording>> = { en, ru, be, zh };
