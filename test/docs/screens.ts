// What people see in Telegram, in each language of the interface: a table for docs/screens.md, made of what the bot itself would send.

import { checkWords } from '../../src/check/check.ts';
import { openStatement } from '../../src/retrieval/open-statement.ts';
import { topicsOf } from '../../src/retrieval/topics.ts';
import { quoteSentences } from '../../src/statement/quotation.ts';
import { menuOf } from '../../src/telegram/commands.ts';
import { answerMessage } from '../../src/telegram/format/answer.ts';
import { checkMessage } from '../../src/telegram/format/check.ts';
import { cardMessage, sourceMessage } from '../../src/telegram/format/passage.ts';
import { originOf } from '../../src/wording/attribution.ts';
import { examplesOf } from '../../src/wording/examples.ts';
import { LANGUAGES, type Language } from '../../src/wording/language.ts';
import { WORDING } from '../../src/wording/wording.ts';
import { loadRelease } from '../helpers/web.ts';

const release = await loadRelease();
const about = openStatement(release);
const quotes = quoteSentences(about, ['4.5']);
const usage = null;
const statements = [{ id: release.id, sha256: release.sha256 }];
const searched = { sentences: 22, words: ['Kyiv'], missing: ['Ukraine'], otherLanguage: false };

/** Each screen by its name. */
function screensIn(language: Language): Readonly<Record<string, string>> {
  const wording = WORDING[language];
  const { telegram } = wording;
  const pronoun = release.speaker!.pronoun;
  const frame = { language, publicUrl: null, isFolded: true };
  const [example] = examplesOf(topicsOf(release), pronoun, language);
  const how = { username: 'your_bot', readsAll: false, pronoun, example: example! };
  const commands = telegram.commands(pronoun);
  const check = (words: string) => checkMessage(checkWords(words, about), frame, words).text;
  return {
    '/start': telegram.start(release.title, originOf(release, language)),
    '/help': telegram.help(how),
    commands: menuOf('group', true)
      .map((name) => `/${name} ${commands[name]}`)
      .join('\n'),
    examples: examplesOf(topicsOf(release), pronoun, language).join('\n'),
    'added to a group': telegram.addedToGroup(how),
    'a claim': answerMessage(
      { kind: 'claims', claims: [{ text: '…', quotes }], premise: null, usage, statements },
      frame,
    ).text,
    ...Object.fromEntries(
      (['no-model', 'model-failed', 'over-budget'] as const).map((why) => [
        `nearest, ${why}`,
        answerMessage({ kind: 'quotations', why, quotes, leansOn: '…', usage, statements }, frame).text,
      ]),
    ),
    'not there, a model': answerMessage(
      { kind: 'absent', by: 'model', why: null, searched, nearest: quotes, usage, statements },
      frame,
    ).text,
    'not there, words': answerMessage(
      { kind: 'absent', by: 'words', why: 'no-model', searched, nearest: [], usage, statements },
      frame,
    ).text,
    verbatim: check('we have never turned our backs on Russia'),
    altered: check('we have turned our backs on Russia'),
    'not his words': check('Belarus turning away from Russia'),
    'not in these words': check('cats are better than dogs in every way'),
    '/source': sourceMessage(release, frame).text,
    'a card': cardMessage(quotes[0]!, frame).text,
    '/settings': Object.values(telegram.settings).join('\n'),
    'a statement to add': [
      telegram.library.paragraphs(4),
      telegram.library.speaker('Liv Aasgaard'),
      telegram.library.own(4),
      telegram.library.unsure(1),
      ...(['save', 'change', 'show', 'discard'] as const).map((act) => `[${telegram.library[act]}]`),
    ].join('\n'),
    '/statements': telegram.library.heading(12),
    '/stats': telegram.stats({ questions: 1, people: 1, tokens: 2, queued: 0, dead: 0 }),
    '/usage': telegram.usage({
      all: { tokens: 5, most: 10 },
      own: { tokens: 1, most: null },
      here: { tokens: 1, most: null },
    }),
    'too fast': telegram.tooFast(12),
    failed: wording.failed,
  };
}

export function screens(): string {
  const all = LANGUAGES.map((language) => screensIn(language));
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\u2060', '').replace(/\n+/g, '<br>');
  const rows = Object.keys(all[0]!).map((name) => `| ${[name, ...all.map((one) => cell(one[name]!))].join(' | ')} |`);
  const head = ['', ...LANGUAGES.map((language) => WORDING[language].languageName)].join(' | ');
  return [`|${head} |`, `|---|${LANGUAGES.map(() => '---|').join('')}`, ...rows].join('\n');
}
