// What little of other languages an English statement is searched with: verbs of speech, and some forty notions of politics, each
// with its English words. Function words are in languages.ts, names in names.ts; cognates are found by sound; a model does the rest.

import { backgroundWeight } from './background.ts';
import { languagesWith } from './languages.ts';
import { transliterate } from './names.ts';
import { alphabetOf, FUNCTION_WORDS, foldWord, keyOf } from './terms.ts';

// Verbs of speech, by which questions about a statement ask; what else holds a question together is in languages.ts.
const SPEECH: Readonly<Record<string, string>> = {
  ru: `сказал сказала говорил говорит говорится сказано заявил заявлял упомянул упоминал думает считает рассказал скажи расскажи
    относится мнение слова есть`,
  be: `сказаў сказала казаў кажа гаварыў гаворыць заявіў згадаў думае лічыць`,
  uk: `сказав сказала казав каже говорив говорить заявив згадав думає вважає`,
  de: `sagt sagte gesagt meint meinte spricht sprach erwähnt denkt dazu darüber ueber fur`,
  es: `dice dijo dicho habla hablo menciono piensa opina acerca`,
  pt: `diz disse falou fala mencionou pensa acha sobre`,
  it: `dice disse detto parla parlato menzionato pensa riguardo`,
  fr: `dit disait parle mentionne pense propos`,
  pl: `powiedział powiedziała mówi mówił mówiła twierdzi sądzi myśli`,
  tr: `dedi söyledi söylüyor bahsetti konuştu düşünüyor hakkında`,
};

/** Fillers that are English words too. Beside others of their language they are fillers; by themselves they prove nothing. */
export const AMBIGUOUS: ReadonlySet<string> = new Set(
  'war hat man die den fur mit son era sin con par dice ser sur des quell am an was on me no to ta so in o a men her pas here fin car come dare fare mine hun dem hen'.split(
    ' ',
  ),
);

let speech: ReadonlyMap<string, readonly string[]> | null = null;

/** Of a question's folded words, those that only hold it together in the language it is in; empty when that is English. */
export function fillersOf(words: readonly string[]): ReadonlySet<string> {
  speech ??= new Map(
    Object.entries(SPEECH)
      .flatMap(([tag, list]) => list.split(/\s+/).map((word) => [foldWord(word), tag] as const))
      .reduce((found, [word, tag]) => found.set(word, [...(found.get(word) ?? []), tag]), new Map<string, string[]>()),
  );
  const isLatin = words.every((word) => alphabetOf(word) === 'Latin');
  const byLanguage = new Map<string, string[]>();
  for (const word of words) {
    for (const tag of new Set([...languagesWith(word), ...(speech.get(word) ?? [])])) {
      byLanguage.set(tag, [...(byLanguage.get(tag) ?? []), word]);
    }
  }
  const found = new Set<string>();
  for (const own of byLanguage.values()) {
    const english = words.filter((word) => FUNCTION_WORDS.has(word) && !own.includes(word));
    const telling = own.filter(
      (word) => !AMBIGUOUS.has(word) && !FUNCTION_WORDS.has(word) && backgroundWeight(keyOf(word)) === 1,
    );
    if (telling.length > english.length || (!isLatin && own.length > 0)) for (const word of own) found.add(word);
  }
  return found;
}

// English words, then the beginnings of words that mean them: Russian, Belarusian, Ukrainian; German, Spanish, French; Chinese.
// Only what transliteration does not find by itself.
const NOTIONS = `
assistance help aid support relief: помощ помог помож дапамо допомо hilf geholfen ayud aid 援助 帮助 帮
support: поддерж поддерж падтрым підтрим unterstutz apoy souten soutien 支持
ally allies: союзник саюзнік союзник verbund aliad allie 盟友 盟国 同盟
friend: друг друз сябр freund amig ami 朋友
relations ties relationship: отношени адносін відносин стосунк beziehung relacion 关系
foreign external abroad overseas outside international: внешн зарубеж иностран знешн замежн зовнішн закордон ausland auswart aussen exterior extranjer etrang exterieur 外国 对外 国外 外交
government cabinet: правительств урад уряд regierung gobiern gouvernement 政府
president leader head: президент прэзідэнт prasident 总统 领导人
country state nation: стран краін країн государств дзяржав держав staat land pais estad pays etat 国家
people nation citizens: народ люд volk leute puebl gent peuple gens 人民
media press journalists newspapers: сми медиа медыя медіа medien medios presse 媒体
sanctions embargo: санкц sanktion sancion 制裁
elections vote: выбор выбар вибор wahl eleccion 选举
protests demonstrations rallies: протест пратэст protest 抗议
pressure: давлен ціск тиск druck presion 压力
independent independence: независим незалежн unabhangig independient 独立
sovereign sovereignty: суверен суверэн souveran soberan souverain 主权
markets: рынк рынок рынак ринок ринк markt markt mercad march 市场
exports export: экспорт export exportac 出口
economy economic: экономик эканом економ wirtschaft economi 经济
policy politics course: политик палітык політик politik politic 政策
partners: партнер партнёр партнэр partner soci 伙伴
meeting summit talks conference: встреч совещан сустрэч нарад зустріч нарада treffen sitzung reunion 会议 会晤
agreements agreement deals treaty accord: договор соглашен дамоў пагадн угод домовл abkommen vereinbar acuerd accord 协议 协定
disputes conflict quarrel arguments: спор спрэч супереч streit disput differend 争端 争议
critical criticism criticised blame: критик крытык kritik critic critiq 批评
half: половин палов половин halft mitad moitie 一半
center middle heart: центр цэнтр zentrum centr 中心
closest nearest close: ближайш близк бліж близьк nachst engst cercan proche 最亲密 亲密
never: никогда ніколі ніколи niemals nunca jamais 从未 从不 从来没有
difficult hard tough: трудн тяжел сложн цяжк складан важк schwierig dificil difficil 困难
wrong mistake: неправ ошиб памыл няправ помил falsch equivoc tort 错
grievances complaints complain: претенз прэтэнз beschwerd quej grief 不满
surprised astonished amazed: удивл здзіў здив uberrasch sorprend surpris 惊讶
understand: понима понять разуме розум versteh entiend comprend 理解
multivector multi-vector: многовектор шматвектар багатовектор мнагавектар mehrvektor multivektor 多向 多向量 多元
instructed ordered tasked order instruction: поруч даруч anweis anwies instruccion 指示
turning turned: отворач отверн адвяр адварот відверн abwend abgewandt 背离 背弃
well-being welfare prosperity: благосостоян благополуч дабрабыт добробут wohlergehen wohlstand bienestar 福祉
war: войн вайн війн krieg guerr 战争
peace: мир мір frieden paz paix 和平
vaccine: вакцин impfstoff impfung vacuna vaccin 疫苗
price cost: цен цан цін preis preci prix 价格`;

type Notion = { readonly english: readonly string[]; readonly starts: readonly string[] };

let notions: readonly Notion[] | null = null;

function readNotions(): readonly Notion[] {
  notions ??= NOTIONS.trim()
    .split('\n')
    .map((line) => {
      const [english, starts] = line.split(':');
      return { english: english!.split(' '), starts: starts!.trim().split(/\s+/).map(foldWord) };
    });
  return notions;
}

// What inflection may add to a beginning.
const LONGEST_ENDING = 6;

/** English words for a folded foreign word whose notion is listed; empty otherwise. */
export function englishNotions(folded: string): readonly string[] {
  let best: Notion | null = null;
  let shared = 2;
  for (const notion of readNotions()) {
    for (const start of notion.starts) {
      if (start.length <= shared || !folded.startsWith(start)) continue;
      if (folded.length - start.length > Math.min(LONGEST_ENDING, start.length + 1)) continue;
      best = notion;
      shared = start.length;
    }
  }
  return best?.english ?? [];
}

/** The notions written inside a run of characters without blanks, longest first where they overlap. */
export function notionsInRun(
  run: string,
): { readonly start: number; readonly end: number; readonly english: readonly string[] }[] {
  const found: { start: number; end: number; english: readonly string[] }[] = [];
  const listed = readNotions().flatMap(({ english, starts }) =>
    starts.filter((start) => /\p{Script=Han}/u.test(start)).map((start) => ({ english, start })),
  );
  listed.sort((a, b) => b.start.length - a.start.length);
  for (let at = 0; at < run.length; ) {
    const hit = listed.find(({ start }) => run.startsWith(start, at));
    if (hit !== undefined) found.push({ start: at, end: at + hit.start.length, english: hit.english });
    at += hit?.start.length ?? 1;
  }
  return found;
}

/**
 * A word's sound in a few letters, for telling cognates: "президент" and "president" give "president", "экспорт" and
 * "export" give "eksport".
 */
export function sound(folded: string): string {
  return transliterate(folded)
    .replace(/ph/g, 'f')
    .replace(/x/g, 'ks')
    .replace(/c(?=[eiy])|ts|z/g, 's')
    .replace(/ck|ch|kh|[cq]/g, 'k')
    .replace(/w/g, 'v')
    .replace(/[yj]/g, 'i')
    .replace(/(.)\1+/g, '$1');
}
