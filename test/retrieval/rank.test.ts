import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankParagraphs } from '../../src/retrieval/rank.ts';

const HARBOUR = [
  'The old harbour was dredged in 1887, when steamers had outgrown it.',
  'Fishermen from the northern villages sold herring at the quay every morning.',
  'A lighthouse of red granite has stood on the headland since the storm of 1703.',
  'The ferry company ordered three electric vessels from a Norwegian yard.',
  'Schoolchildren paint the breakwater each spring, and the town pays for the colours.',
];

const first = (question: string, paragraphs: readonly string[] = HARBOUR) =>
  rankParagraphs(paragraphs).search(question, 1)[0]?.index;

describe('the paragraph that answers comes first', () => {
  test.each([
    ['Who sold herring?', 1],
    ['When was the harbor dredged?', 0],
    ['What is the lighthouse made of?', 2],
    ['How many vessels did the ferry company order?', 3],
    ['what do the children paint in spring', 4],
    ['the ferries of Norway', 3],
    ['electric boats', 3],
  ])('%s', (question, index) => {
    expect(first(question)).toBe(index);
  });
});

test('a country is found by its short name, its long one, its people and its capital', () => {
  const countries = [
    'Any state pursues it.',
    'The United States sent aid.',
    'The U.K. was asked.',
    'Dutch ships came.',
  ];
  expect(first('did the US help?', countries)).toBe(1);
  expect(first('American support', countries)).toBe(1);
  expect(first('the United Kingdom', countries)).toBe(2);
  expect(first('who came from the Netherlands', countries)).toBe(3);
});

describe('misspelt words find their paragraph', () => {
  test.each([
    ['lihgthouse', 2],
    ['electirc vesels', 3],
    ['break water', 4],
    ['fishermens herrring', 1],
  ])('%s', (question, index) => {
    expect(first(question)).toBe(index);
  });
});

describe('texts in other languages are ranked by their own words', () => {
  test.each([
    ['Где построили новый мост?', ['Школа открылась осенью.', 'Новый мост построен у старой мельницы.'], 1],
    ['Wer baute die Brücke?', ['Die Schule ist alt.', 'Der Müller hat Brücken gebaut.'], 1],
    ['桥在哪里？', ['学校在秋天开学。', '新桥在老磨坊旁边。'], 1],
    ['다리는 어디에 있습니까?', ['학교는 가을에 문을 열었다.', '새 다리는 방앗간 옆에 있다.'], 1],
    ['पुल कहाँ है?', ['स्कूल पतझड़ में खुला।', 'नया पुल चक्की के पास है।'], 1],
    ['Quién vende el pescado?', ['La escuela abrió en otoño.', 'Los pescados se venden en el puerto.'], 1],
    [
      "Que devient l'adresse ?",
      ['Le colis part le jour même.', 'Vous pouvez modifier les adresses de votre compte.'],
      1,
    ],
    ['ما هي المدرسة؟', ['قال الوزير إن الجسر القديم سوف يهدم.', 'وستعمل الفرق في المدارس وفي مدرسة القرية.'], 1],
    ['สระว่ายน้ำปิดเมื่อไหร่', ['อาหารเช้าให้บริการที่ชั้นสอง', 'สระว่ายน้ำปิดวันจันทร์'], 1],
    ['When does the tram arrive?', ['Школа відкрилася восени.', 'Перший трамвай прибуде навесні.'], 1],
    ['who pays the farmers?', ['Die Schule ist alt.', 'Das Land zahlt den Bauern eine Hilfe.'], 1],
  ])('%s', (question, paragraphs, index) => {
    expect(first(question, paragraphs)).toBe(index);
  });
});

describe('names in other languages find English paragraphs', () => {
  const countries = ['Norway sells fish.', 'Chinese investors bought the yard.', 'Russia closed the strait.'];
  test.each([
    ['о России', 2],
    ['关于中国', 1],
    ['про норвежцев', 0],
    ['sobre Rusia', 2],
    ['über Norwegen', 0],
    ['à propos de la Chine', 1],
    ['китайцы', 1],
  ])('%s', (question, index) => {
    expect(first(question, countries)).toBe(index);
  });
});

describe('confidence', () => {
  const harbour = rankParagraphs(HARBOUR);

  test.each(['Who sold herring at the quay?', 'red granite lighthouse', 'electric vessels from Norway'])(
    'is high for what the text speaks of: %s',
    (question) => {
      expect(harbour.confidence(question)).toBeGreaterThan(0.5);
    },
  );

  test.each(['What did Napoleon eat?', 'parliamentary elections', 'Who sold the airport to Brazil?', 'Iran'])(
    'is low for what it does not: %s',
    (question) => {
      expect(harbour.confidence(question)).toBeLessThan(0.5);
    },
  );

  test.each(['', '?!', 'why?', 'what did he do?'])('is 0 without content words: %j', (question) => {
    expect(harbour.confidence(question)).toBe(0);
  });
});

test('names of built-in properties are words like others', () => {
  const index = rankParagraphs(['a constructor of ships', 'the prototype sank']);
  expect(index.search('prototype', 5).map((hit) => hit.index)).toEqual([1]);
  expect(index.search('constructor', 5).map((hit) => hit.index)).toEqual([0]);
  expect(index.search('__proto__ hasOwnProperty', 5).every((hit) => Number.isFinite(hit.score))).toBe(true);
});

test('any paragraphs and any question give sorted, limited, repeatable results', () => {
  const piece = fc.oneof(
    fc.constantFrom(...HARBOUR, '', ' ', 'U.S. U.S.A. A.B.', '中国', 'о России', 'पुल', '🚢 ship', '\ud800', 'a-b-c-d'),
    fc.string({ unit: 'binary' }),
    fc.string(),
  );
  const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(' '));
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 8 }),
      text,
      fc.integer({ min: -1, max: 12 }),
      (paragraphs, question, limit) => {
        const index = rankParagraphs(paragraphs);
        const hits = index.search(question, limit);
        expect(hits.length).toBeLessThanOrEqual(Math.max(0, limit));
        expect(new Set(hits.map((hit) => hit.index)).size).toBe(hits.length);
        for (const [at, hit] of hits.entries()) {
          expect(hit.score).toBeGreaterThan(0);
          expect(paragraphs[hit.index]).toBeTypeOf('string');
          if (at > 0) expect(hit.score).toBeLessThanOrEqual(hits[at - 1]!.score);
        }
        const confidence = index.confidence(question);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(rankParagraphs(paragraphs).search(question, limit)).toEqual(hits);
        expect(index.search(question, limit)).toEqual(hits);
      },
    ),
    { numRuns: 300 },
  );
});

test('a smaller limit gives the beginning of a larger one', () => {
  const paragraphs = Array.from({ length: 400 }, (_, at) => `${HARBOUR[at % 5]} Page ${at * 37}.`);
  const index = rankParagraphs(paragraphs);
  const all = index.search('herring at the quay on page 370', Number.POSITIVE_INFINITY);
  expect(all.length).toBeGreaterThan(100);
  for (const limit of [1, 2, 10, 100]) {
    expect(index.search('herring at the quay on page 370', limit)).toEqual(all.slice(0, limit));
  }
});

test('a text or question of any length and make is read in time that its length allows', () => {
  const index = rankParagraphs(HARBOUR);
  const pasted = Array.from({ length: 20_000 }, (_, at) => `qx${at}wv`).join(' ');
  expect(index.search(`herring ${pasted}`, 1)[0]?.index).toBe(1);
  expect(index.search('z'.repeat(100_000), 1)).toEqual([]);
  for (const piece of [
    'PORT ',
    'ال',
    '中国政府',
    'สระ',
    'a\u200b',
    'a.b.c.',
    "a'",
    '1,',
    '-a',
    'e\u0301',
    '<script>',
    '?!',
  ])
    expect(rankParagraphs([piece.repeat(20_000)]).search(piece.repeat(20_000), 5)).toBeDefined();
});
