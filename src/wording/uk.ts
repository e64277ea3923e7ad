// The interface in Ukrainian.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { counted, readableDate } from './language.ts';
import { inMarks, listed } from './list.ts';
import type { Wording } from './strings.ts';

const paragraphs = counted('uk', { one: 'абзац', few: 'абзаци', other: 'абзаців' });
const quotations = counted('uk', { one: 'цитата', few: 'цитати', other: 'цитат' });
const questions = counted('uk', { one: 'запитання', few: 'запитання', other: 'запитань' });
const people = counted('uk', { one: 'людини', other: 'людей' });
const tokens = counted('uk', { one: 'токен', few: 'токени', other: 'токенів' });
const statements = counted('uk', { one: 'заява', few: 'заяви', other: 'заяв' });
const sentences = counted('uk', { one: 'речення', few: 'речення', other: 'речень' });
const ofMany = (tokens: number, most: number | null) =>
  most === null ? `${tokens}, без обмеження` : `${tokens} із ${most}`;

const didSay = (pronoun: Pronoun) =>
  ({ he: 'Він так сказав?', she: 'Вона так сказала?', they: 'Саме так було сказано?' })[pronoun];

export const uk: Wording = {
  languageName: 'Українська',
  attribution: ({ kind, speaker, pronoun, publisher }) => {
    const their = { he: 'його ', she: 'її ', they: '' }[pronoun];
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}, ${their}власні слова` : 'пряма мова, мовця не названо',
      reported: speaker ? `${speaker}, у переказі ${publisher}` : `у переказі ${publisher}`,
      quoted: speaker ? `чужі слова, які цитує ${speaker}` : 'процитовані чужі слова',
      narration: `слова ${publisher}`,
      unsure: 'у тексті не сказано, чиї це слова',
    };
    return texts[kind];
  },
  aPublisher: 'видавця',
  holdsQuoted: (pronoun) =>
    `‘…’ — чужі слова, які ${{ he: 'він цитує', she: 'вона цитує', they: 'тут цитуються' }[pronoun]}`,
  place: (block, paragraph) =>
    ({ paragraph: `абзац ${paragraph}`, headline: 'заголовок', date: 'дата', signature: 'підпис' })[block],
  withoutModel: {
    'no-model': 'Найближче в заяві (модель не під’єднано, я порівнюю лише слова):',
    'model-failed': 'Найближче в заяві (модель не відповіла, я порівняв лише слова):',
    'over-budget': 'Найближче в заяві (денний ліміт моделі вичерпано, я порівнюю лише слова):',
  },
  leansOn: (question) => `Прочитано разом із запитанням «${question}».`,
  absent: 'У заяві про це не сказано.',
  absentWords: (missing, tried) => {
    if (missing.length === 0) return 'Речення з такими словами я не знайшов.';
    const also = tried.length > 0 ? ` (шукав також: ${listed(tried)})` : '';
    return `У жодному реченні немає: ${inMarks(missing, '«', '»')}${also}.`;
  },
  nearest: 'Найближче:',
  fact: {
    date: (value) => `Дата: ${readableDate(value, 'uk')}.`,
    place: (value) => `Місце в рядку з датою: ${value}.`,
    speaker: (value) => `Говорить ${value}.`,
    publisher: (value) => `Опубліковано: ${value}.`,
    title: (value) => `Заголовок: ${value}`,
    language: (value) => `Мова: ${new Intl.DisplayNames('uk', { type: 'language' }).of(value)}.`,
    length: (value) => `У ній ${paragraphs(Number(value))}.`,
    source: (value) => `Її можна прочитати тут: ${value}`,
    signature: (value) => `Підпис: ${value}`,
  },
  talk: {
    greeting: 'Вітаю. Запитайте, що сказано в заяві, або надішліть цитату, і я її перевірю.',
    thanks: 'Прошу.',
    help: 'Запитайте будь-якою мовою, що сказано в заяві: я відповім її власними реченнями. Або надішліть цитату в лапках, і я скажу, чи було це сказано.',
    acknowledged: 'Гаразд. Питайте, коли захочете.',
  },
  check: {
    verbatim: (place) => `✓ Дослівно, ${place}.`,
    unsureWhose: (place) => `? Дослівно, ${place}, але в тексті не сказано, чиї це слова.`,
    altered: '✎ Не зовсім. Відмінності закреслено, у заяві стоїть виділене:',
    clipped: '✂ Обрізано. Слова є, але вирвані звідси:',
    publisher: (publisher) => `❝ У заяві є, але це слова ${publisher}, а не самого мовця:`,
    quotedOthers: '❝ У заяві є, але це не власні слова мовця: цитуються інші.',
    otherSpeaker: (name) => `❝ У заяві є, але каже це не той, кому слова приписано, а ${name}:`,
    paraphrase: (pronoun) =>
      ({ he: '≈ Він сказав щось подібне:', she: '≈ Вона сказала щось подібне:', they: '≈ Сказано щось подібне:' })[
        pronoun
      ],
    contradicted: (pronoun) =>
      ({ he: '⇄ Він сказав протилежне:', she: '⇄ Вона сказала протилежне:', they: '⇄ Сказано протилежне:' })[pronoun],
    absent: '∅ У цій заяві такого немає.',
    notInTheseWords: '∅ Такими словами в цій заяві не сказано.',
    byModel: 'Зміст порівнювала модель, не слово в слово.',
    otherLanguage: 'Мови різні, а порівнювалися лише слова: можливо, це все ж було сказано.',
  },
  problem: {
    empty: () => 'Запитайте щось про заяву.',
    'no-words': () => 'Не бачу слів, які можна шукати. Запитайте, будь ласка, реченням.',
    'too-long': (limit) => `Для одного запитання це задовго. Будь ласка, не більше ніж ${limit} знаків.`,
  },
  stopped: 'Зупинено.',
  brokeOff: 'Відповідь моделі обірвалася; замість неї:',
  failed: 'У мене щось пішло не так. Запитайте ще раз.',
  telegram: {
    about: 'Відповідає, що було сказано насправді: слова взято з джерела, і зазначено, чиї вони.',
    description: (title, publisher) =>
      `Запитайте, що було сказано в публічній заяві. Кожну цитату взято з джерела літера в літеру, із зазначенням, чиї це слова й де вони стоять.\n\nЗаява: «${title}»${publisher ? ` (${publisher})` : ''}.`,
    commands: (pronoun) => ({
      ask: 'Запитати про заяву',
      check: `${didSay(pronoun)} Перевірити цитату`,
      statements: 'Усі заяви та вибір однієї з них',
      use: 'Про яку заяву питає ця група',
      source: 'Сама заява',
      quotes: 'Усе, що сказано власними словами',
      new: 'Забути попередні запитання',
      language: 'Вибрати мову',
      settings: 'Налаштування цього чату',
      privacy: 'Що зберігається і як довго',
      forget: 'Видалити все, що зберігається про вас',
      help: 'Як користуватися ботом',
      stats: 'Показники для власника бота',
      usage: 'Токени за сьогодні та ліміти',
    }),
    start: (title, origin) =>
      `Запитайте, що було сказано в цій заяві, будь-якою мовою:\n«${title}»${origin ? `, ${origin}` : ''}.\n\nКожну цитату взято з джерела літера в літеру, із зазначенням, чиї це слова.`,
    help: ({ username, readsAll, pronoun, example }) =>
      `Поставте запитання${example ? `, наприклад: ${example}` : '.'}\nМожна перепитувати: «чому?», «ще». Якщо виправити запитання протягом двох хвилин, відповідь оновиться.\n\n${didSay(pronoun)} Надішліть /check і слова або дайте відповідь командою /check на повідомлення.\nУ групі: /ask@${username} і запитання або відповідь на моє повідомлення${readsAll ? `, або згадка @${username}` : ''}.\nУ будь-якому чаті: наберіть @${username} і слово, щоб надіслати речення із заяви.\n\nЦитата показує, що це було сказано, а не що це правда.`,
    privacy:
      'Зберігається: чотири останні запитання й відповіді в цьому чаті (для уточнень, до /new або 30 днів після останнього), відповіді, які можна дати знову (30 днів), ваша мова й налаштування чату, кількість запитань за кожен день (400 днів) і ваші оцінки. Запитання, яке не вміщується в кнопку, і перша частина запитання, що надійшло частинами, зберігаються добу. Повідомлення чекають на відповідь у черзі; залишки видаляються через два дні, а якщо відповісти не вдалося, через п’ять. Якщо під’єднано модель, їй надсилаються ваше запитання й попередні, а також цитата, яку ви перевіряєте. Більше нічого, і ніхто не читає.\n\n/forget видаляє все.',
    addedToGroup: ({ username, readsAll, pronoun }) =>
      `Вітаю. Я відповідаю, що насправді сказано в публічній заяві, коли мене питають: /ask@${username} і запитання або відповідь на моє повідомлення${readsAll ? `, або згадка @${username}` : ''}. ${didSay(pronoun)} Дайте відповідь на повідомлення командою /check@${username}.`,
    exampleAbout: (topic, pronoun) =>
      ({
        he: `Що він сказав на тему «${topic}»?`,
        she: `Що вона сказала на тему «${topic}»?`,
        they: `Що сказано на тему «${topic}»?`,
      })[pronoun],
    exampleWhole: 'Про що це?',
    andTopic: (topic) => `А ${topic}?`,
    reading: (count) => `Читаю ${paragraphs(count)}…`,
    thinking: 'Думаю…',
    writing: 'Пишу…',
    moreInSource: (count) => `Ще ${quotations(count)} у джерелі`,
    openSource: 'Відкрити джерело',
    copy: 'Скопіювати цитату',
    share: 'Поділитися',
    checkWhat: 'Які слова? Надішліть /check і цитату або дайте відповідь командою /check на повідомлення з нею.',
    newTopic: 'Забуто. Питайте заново.',
    chooseLanguage: 'Виберіть мову кнопок і підписів. Відповідаю я мовою запитання.',
    languageSet: 'Тут я говоритиму українською.',
    forgotten: 'Видалено все, що зберігалося про вас тут.',
    thanks: 'Дякую.',
    tooFast: (seconds) => `Забагато запитань одразу. Зачекайте, будь ласка, ${seconds} с; наступне я прочитаю потім.`,
    textOnly: 'Я читаю лише текст. Запитайте, будь ласка, словами.',
    notHere: 'Цей бот відповідає лише в деяких чатах.',
    cardGone: 'Ця картка застаріла. Запитайте ще раз.',
    pressed: 'Зараз буде…',
    noPassage: 'Такого місця в заяві немає.',
    ownWords: (name) => `${name}, власні слова`,
    page: (page, pages) => `${page} із ${pages}`,
    inline: {
      ask: (query) => `Запитати: ${query}`,
      askHint: 'Відповідь із цитатами',
      asking: 'Дивлюся…',
      getAnswer: 'Отримати відповідь',
      nothing: 'Нічого не знайдено. Запитайте мене особисто',
      check: didSay,
    },
    settings: {
      heading: 'Налаштування цього чату. Натисніть, щоб змінити.',
      adminsOnly: 'Змінювати налаштування можуть лише адміністратори групи.',
      language: 'Мова',
      evidence: 'Цитати',
      folded: 'згорнуто',
      open: 'розгорнуто',
      askers: 'Хто може питати',
      everyone: 'усі',
      admins: 'адміністратори',
      mentions: 'Відповідати на згадки',
      on: 'так',
      off: 'ні',
    },
    library: {
      heading: (count) => `${statements(count)}, нові спершу. Натисніть, щоб питати лише про одну.`,
      found: (words) => `Заяви, де є «${words}»:`,
      none: (words) => `У жодній заяві немає «${words}».`,
      all: 'Усі',
      choose: 'Про яку заяву питатиме ця група?',
      chosen: (title) => `Запитання тут тепер про заяву «${title}».`,
      chosenAll: 'Запитання тут тепер до всіх заяв.',
      unknown: 'Цієї заяви тут більше немає. Див. /statements.',
      form: {
        report: 'повідомлення',
        speech: 'промова',
        letter: 'лист',
        post: 'допис',
        interview: 'інтерв’ю',
        transcript: 'стенограма',
        release: 'пресреліз',
      },
      paragraphs,
      speaker: (name) => `Говорить: ${name}`,
      noSpeaker: 'Хто говорить, не знайдено',
      own: (count) => `власні слова: ${sentences(count)}`,
      unsure: (count) => `не впевнений: ${count}`,
      missing: (field) =>
        ({ title: 'без заголовка', date: 'дату не знайдено', publisher: 'видавця не знайдено' })[field],
      save: 'Зберегти',
      change: 'Змінити…',
      show: 'Показати текст',
      discard: 'Відмовитися',
      howToChange:
        'Дайте відповідь на це повідомлення правильними даними, по рядку на кожне, наприклад:\nspeaker: Ім’я Прізвище\ndate: 2024-09-18',
      saved: (title) => `Збережено: «${title}». Запитання в цьому чаті тепер про неї.`,
      known: (title) => `Ця заява вже є: «${title}».`,
      discarded: 'Нічого не збережено.',
      gone: 'Ця чернетка застаріла. Надішліть заяву ще раз.',
      notAllowed: 'Додавати заяви тут можуть не всі.',
      unreadable: (why) => `Нічого не збережено: ${why}`,
    },
    stats: (figures) =>
      `Сьогодні: ${questions(figures.questionsToday)} від ${people(figures.peopleToday)}, ${tokens(figures.tokensToday)}.\nЧерга: чекають ${figures.queued}, залишено ${figures.dead}.`,
    usage: ({ all, budget, own, personBudget, here, chatBudget }) =>
      `Токени сьогодні: ${ofMany(all, budget)}.\nВи: ${ofMany(own, personBudget)}.\nЦей чат: ${ofMany(here, chatBudget)}.`,
  },
  web: {
    languages: 'Мова сторінки',
    skip: 'До заяви',
    source: 'Читати в джерелі',
    carriedBy: (name) => `поширено: ${name}`,
    legend: 'Чиї слова',
    kind: (kind, { pronoun }, publisher) => {
      const texts: Record<QuoteKind, string> = {
        direct: { he: 'його власні слова', she: 'її власні слова', they: 'власні слова' }[pronoun],
        reported: `у переказі ${publisher}`,
        quoted: 'чужі слова, які тут цитуються',
        narration: `слова ${publisher}`,
        unsure: 'у тексті не сказано, чиї слова',
      };
      return texts[kind];
    },
    paragraph: (number) => `абзац ${number}`,
    copy: 'Скопіювати цитату з посиланням',
    copied: 'Скопійовано',
    quotation: 'Цитата з посиланням',
    noSuchPlace: 'Адреса вказує на місце, якого в заяві немає. Ось заява повністю.',
    whole: 'Показати заяву без виділення',
    ask: 'Запитайте цю заяву',
    question: 'Ваше запитання',
    hint: 'Реченням, будь-якою мовою.',
    send: 'Запитати',
    promise: 'Кожну цитату взято із заяви літера в літеру.',
    reading: 'Читаю заяву…',
    answer: 'Відповідь',
    earlier: 'Раніше',
    isChecked: 'Зрозуміло як цитата для перевірки.',
    askInstead: 'Поставити як запитання',
    checkInstead: 'Перевірити як цитату',
    quotationNumber: (number) => `цитата ${number}`,
    tooMany: (seconds) => `Забагато запитань поспіль. Запитайте ще раз за ${seconds} с.`,
    tooLarge: 'Для одного запитання це задовго.',
    offline: 'Зв’язок перервався. Запитайте ще раз.',
    notFound: { title: 'Не знайдено', text: 'Такої сторінки тут немає.', back: 'До заяви' },
    broken: { title: 'Щось пішло не так', text: 'Щось пішло не так на нашому боці. Спробуйте ще раз.' },
  },
};
