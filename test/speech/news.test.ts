// Whose words in news as it is printed: one rule decides in each text.

import { expect, test } from 'vitest';
import { labelSpeech } from '../../src/speech/speech.ts';

type Said = readonly [words: string, speaker: string | null];

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'an office before a first name is no part of the name',
    'Moderator Lester Vane opened the night. “Sit down,” Vane said.',
    [['“Sit down,”', 'Lester Vane']],
  ],
  [
    'a surname that is also a title names its bearer',
    'Representative Peter Bishop came late.\n\n“I was stuck in the lift,” Bishop told reporters.',
    [['“I was stuck in the lift,”', 'Peter Bishop']],
  ],
  [
    'a role in small letters behind a comma is no part of a name',
    '“We lost,” said Owen Hale, senior adviser to Ms. Ray.',
    [['“We lost,”', 'Owen Hale']],
  ],
  [
    'a place with the agency in brackets is a dateline without its dash',
    'Harlow (NWN) Ann Lee opened the fair by saying that the floods this week are “a warning.”',
    [['“a warning.”', 'Ann Lee']],
  ],
  [
    'what stands in a claim is its owner’s',
    '“No,” Bob Ray said. Ray replied to that rather than to Ann Lee’s remarks that he believes in “cooked-up numbers” for all.',
    [
      ['“No,”', 'Bob Ray'],
      ['“cooked-up numbers”', 'Ann Lee'],
    ],
  ],
  [
    'what “it” is told to have said is told by the one who says so, however far',
    'Lawyers for the clerk said they would sue.\n\nThe Harlow Post stood by its story, as editor Dean Baker said it reported “some details” so that readers could “judge for themselves.”',
    [
      ['“some details”', 'Dean Baker'],
      ['“judge for themselves.”', 'Dean Baker'],
    ],
  ],
  [
    'a statement announced in one paragraph is what stands in the next',
    'Ann Lee was silent, but with the following statement from Bob Ray, the end is near.\n\n“This must be fought in court, and it will be.”',
    [['“This must be fought in court, and it will be.”', 'Bob Ray']],
  ],
  ['yes and no may be votes', 'Ann Lee said she would join in, giving the dam nine “yes” votes.', []],
  [
    'who spoke in the sentence before goes on, whomever he spoke of',
    'Bob Ray spoke. Nobody lets Ray’s figures “slip past,” press secretary Carl Fallon told NWN, adding that nobody should.\n\n“We keep a list,” he said.',
    [
      ['“slip past,”', 'Carl Fallon'],
      ['“We keep a list,”', 'Carl Fallon'],
    ],
  ],
  [
    'the prime minister is no other minister',
    'Ida Moor opened the talks.\n\nThe prime minister said she wanted “calm.”\n\nFarm minister Rebecca Long smiled.',
    [['“calm.”', 'Ida Moor']],
  ],
  [
    'words in a headline are his who says them further on',
    'Lee leaves the council ‘with a heavy heart’\n\nAnn Lee left on Monday. “I go with a heavy heart,” Lee said.',
    [
      ['‘with a heavy heart’', 'Ann Lee'],
      ['“I go with a heavy heart,”', 'Ann Lee'],
    ],
  ],
  [
    'a list of names with dashes says who says what',
    'Sen. Carla Montes (Texas) -- “Count me out” (Monday)\n\nHouse Whip Steve Sorrel of Ohio — “They started it.”',
    [
      ['“Count me out”', 'Carla Montes'],
      ['“They started it.”', 'Steve Sorrel'],
    ],
  ],
  [
    'a forgotten closing mark is taken as read at the paragraph’s end',
    '“It is near,” said Bob Ray. “The mill stays or the mill goes.\n\nThe hall rose.',
    [
      ['“It is near,”', 'Bob Ray'],
      ['“The mill stays or the mill goes.', 'Bob Ray'],
    ],
  ],
  [
    'single marks may be left open at a paragraph’s end within a sentence',
    'Ann Lee added: ‘The door stands open. Who will walk in?\n\n‘Bring your own chair.’',
    [
      ['‘The door stands open. Who will walk in?', 'Ann Lee'],
      ['‘Bring your own chair.’', 'Ann Lee'],
    ],
  ],
  [
    'a label’s owner may be named in full only later',
    'MORRIS’ RESPONSE: “We will see.”\n\nFACT CHECK: Guy Morris never saw it.',
    [['“We will see.”', 'Guy Morris']],
  ],
  [
    'talks are no speech beside a quotation',
    'Ann Lee says Bob Ray talks ‘go nowhere’ as usual',
    [['‘go nowhere’', 'Ann Lee']],
  ],
  [
    'single marks may hold single marks',
    '‘He shut the gate and told me, ‘Stay where you are’, so I stayed,’ said Ann Lee.',
    [['‘He shut the gate and told me, ‘Stay where you are’, so I stayed,’', 'Ann Lee']],
  ],
  [
    'single marks that every paragraph opens and only the last one closes',
    "Ann Lee said 'We are a small shop.\n\n'We sell nails.\n\n'We close at six,' she said.",
    [
      ["'We are a small shop.", 'Ann Lee'],
      ["'We sell nails.", 'Ann Lee'],
      ["'We close at six,'", 'Ann Lee'],
    ],
  ],
  [
    'whom the opening of a sentence is about is not who speaks in it',
    "Judge Paul Farrar spoke to Ann Lee and Mo Maqsud in court. Addressing Maqsud he said the 'best excuse is what you did with your life'.",
    [["'best excuse is what you did with your life'", 'Paul Farrar']],
  ],
  [
    'what stands on a sign nobody says',
    "“I'm with her,” read a sign held by Jane Doe, 34. “It's about time,” said Doe, a teacher.",
    [["“It's about time,”", 'Jane Doe']],
  ],
  [
    "his wife is a woman, whatever her name, and no kin of the town's",
    '"I like him," said Jim Cole, who drove from Erie with his wife, Pat. "He says what he thinks."\n\n"He\'s a bully," she said.',
    [
      ['"I like him,"', 'Jim Cole'],
      ['"He says what he thinks."', 'Jim Cole'],
      ['"He\'s a bully,"', 'Pat Cole'],
    ],
  ],
  [
    'he of a first sentence may be named only later, by a surname',
    '"They\'re bringing drugs," he said in June of the men. In July, Mr. Wolf said he was "a winner."',
    [
      ['"They\'re bringing drugs,"', 'Wolf'],
      ['"a winner."', 'Wolf'],
    ],
  ],
  [
    'a name may have two particles',
    '“It must be kept,” Agnes von der Muhl said. “It must,” von der Muhl repeated.',
    [
      ['“It must be kept,”', 'Agnes von der Muhl'],
      ['“It must,”', 'Agnes von der Muhl'],
    ],
  ],
  [
    'initials sign in a record',
    'Bob Woodman called Wolf. This is a record of that call.\n\nWolf: Hello, Bob.\n\nBW: President Wolf, how are you?\n\nWolf: How are you?\n\nBW: Real well.',
    [
      ['Hello, Bob.', 'Wolf'],
      ['President Wolf, how are you?', 'Bob Woodman'],
      ['How are you?', 'Wolf'],
      ['Real well.', 'Bob Woodman'],
    ],
  ],
  [
    'an email from somebody says what she says',
    'Officials planned to close it. In August, Wild received an email from Kelly saying: "Time for some traffic."',
    [['"Time for some traffic."', 'Kelly']],
  ],
  [
    'what is said is the main clause, not what must come before it',
    'Hilda Carver said that until Iran reassures the world it does not build it, "it would be premature to go ahead."',
    [['"it would be premature to go ahead."', 'Hilda Carver']],
  ],
])('%s', (_, text, said) => {
  const direct = labelSpeech(text, { form: 'report' }).filter(({ kind }) => kind === 'direct');
  expect(direct.map(({ start, end, speaker }) => [text.slice(start, end), speaker?.name ?? null])).toEqual(said);
});
