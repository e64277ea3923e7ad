// A text in another language than English is read by its own function words, forms and compounds.

import { describe, expect, test } from 'vitest';
import { ENGLISH, languageOf } from '../../src/retrieval/languages.ts';
import { rankParagraphs } from '../../src/retrieval/rank.ts';
import { foldWord } from '../../src/retrieval/terms.ts';

const languageOfText = (text: string) => languageOf((text.match(/[\p{L}\p{M}'’]+/gu) ?? []).map(foldWord)).tag;

describe('a text tells its language', () => {
  test.each([
    ['en', 'The council decided on Tuesday that the old bridge would be torn down and replaced by a new one.'],
    ['de', 'Der Stadtrat hat am Dienstag beschlossen, die alte Brücke abzureißen und durch eine neue zu ersetzen.'],
    ['nl', 'De gemeenteraad heeft dinsdag besloten om de oude brug af te breken en door een nieuwe te vervangen.'],
    ['es', 'El ayuntamiento decidió el martes que el puente viejo será derribado y sustituido por uno nuevo.'],
    ['fr', "Le conseil a décidé mardi que l'ancien pont sera démoli et remplacé par un nouveau."],
    ['ru', 'Совет решил во вторник, что старый мост будет снесён и на его месте построят новый.'],
    ['uk', 'Рада вирішила у вівторок, що старий міст буде знесено, а на його місці збудують новий.'],
    [
      'tr',
      'Belediye meclisi salı günü eski köprünün yıkılması ve yerine daha yeni bir köprü yapılması için karar verdi.',
    ],
    ['el', 'Το συμβούλιο αποφάσισε την Τρίτη ότι η παλιά γέφυρα θα κατεδαφιστεί και θα αντικατασταθεί από μια νέα.'],
    ['ar', 'قرر المجلس يوم الثلاثاء أن الجسر القديم سوف يهدم وأن يقام جسر جديد في مكانه على النهر.'],
    ['hi', 'परिषद ने मंगलवार को तय किया कि पुराना पुल तोड़ दिया जाएगा और उसकी जगह एक नया पुल बनेगा।'],
    ['vi', 'Hội đồng đã quyết định hôm thứ ba rằng cây cầu cũ sẽ bị phá và được thay bằng một cây cầu mới.'],
    [
      'und',
      '市议会周二决定拆除旧桥并修建新桥，工程预计两年内完成，费用由市政府和省政府共同承担，居民表示支持。'.replace(
        /(..)/g,
        '$1 ',
      ),
    ],
  ])('%s', (tag, text) => {
    expect(languageOfText(text)).toBe(tag);
  });

  test('too little text is taken for English', () => {
    expect(languageOf([])).toBe(ENGLISH);
    expect(languageOf(['brücke'])).toBe(ENGLISH);
  });
});

describe('other forms of a word, and compounds, find their paragraph', () => {
  test.each([
    [
      'Wie viele Züge fahren?',
      ['Die Straße ist wegen der Arbeiten für alle gesperrt.', 'Der Zug fährt von hier nur noch einmal am Tag.'],
      1,
    ],
    [
      'Welche Linien?',
      [
        'Die Straße ist wegen der Arbeiten für alle gesperrt.',
        'Zwei Buslinien werden über den Markt und die Brücke geführt.',
      ],
      1,
    ],
    [
      "Que devient l'adresse ?",
      [
        'Le colis part le jour même et il est livré dans les deux jours.',
        'Vous pouvez modifier les adresses de votre compte à tout moment.',
      ],
      1,
    ],
    [
      'ما هي المدرسة؟',
      ['قال الوزير إن الجسر القديم سوف يهدم في هذا العام.', 'وستعمل الفرق في المدارس وفي مدرسة القرية كل يوم.'],
      1,
    ],
    [
      'Chủ chợ là ai?',
      ['Tàu sẽ chạy cho đến khi có nhà ga mới ở trong thành phố.', 'Ông bán hàng ở chợ và lo rằng sẽ không có khách.'],
      1,
    ],
    ['谁照顾孩子？', ['公交公司将增加二十辆校车。', '老师会照看提前到校的孩子。'], 1],
    ['สระว่ายน้ำปิดเมื่อไหร่', ['อาหารเช้าให้บริการที่ชั้นสอง', 'สระว่ายน้ำปิดวันจันทร์'], 1],
  ])('%s', (question, paragraphs, index) => {
    expect(rankParagraphs(paragraphs).search(question, 1)[0]?.index).toBe(index);
  });
});

describe('function words of its language are no evidence that a text speaks of something', () => {
  const brücke = rankParagraphs([
    'Der Stadtrat hat am Dienstag beschlossen, die alte Brücke abzureißen und durch eine neue zu ersetzen.',
    'Wann die Arbeiten beginnen, ist noch nicht bekannt. Es werden viele Leute kommen müssen.',
    'Was die neue Brücke kosten wird, haben die Leute aus der Verwaltung nicht gesagt.',
  ]);

  test.each(['Wann werden meine Daten gelöscht?', 'Was haben die Leute am Nordpol gegessen?', 'Wer war es?'])(
    '%s',
    (question) => {
      expect(brücke.confidence(question)).toBeLessThan(0.5);
    },
  );

  test.each(['Was kostet die neue Brücke?', 'Wann reißt der Stadtrat die Brücke ab?'])(
    'but its own words are: %s',
    (question) => {
      expect(brücke.confidence(question)).toBeGreaterThan(0.5);
    },
  );
});

test('a question of any length over a text of one repeated word is answered', () => {
  const index = rankParagraphs(['MINSK '.repeat(20_000), 'der Hund und die Katze '.repeat(20)]);
  expect(index.search('MINSK '.repeat(20_000), 1)[0]?.index).toBe(0);
  expect(rankParagraphs(['ال'.repeat(50_000), 'A/A,'.repeat(30_000)]).search('ال'.repeat(50_000), 5)).toBeDefined();
});
