// Whose words in news as it is printed: datelines, offices, claims, headlines, transcripts; one rule decides in each text.

import { expect, test } from 'vitest';
import { labelSpeech } from '../../src/speech/speech.ts';

type Said = readonly [words: string, speaker: string | null];

function saidIn(text: string): Said[] {
  return labelSpeech(text)
    .filter((span) => span.kind === 'direct')
    .map((span) => [text.slice(span.start, span.end), span.speaker?.name ?? null]);
}

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
    'a name within an apposition is not the one who speaks',
    'Ann Lee, an old foe of Bob Ray, branded the tunnel a “swindle” years ago.',
    [['“swindle”', 'Ann Lee']],
  ],
  [
    'a number before a nameless speaker belongs to him',
    '“Who let the goats in?” one exhausted council official said.',
    [['“Who let the goats in?”', 'one exhausted council official']],
  ],
  [
    'a role in small letters behind a comma is no part of a name',
    '“We lost,” said Owen Hale, senior adviser to Ms. Ray.',
    [['“We lost,”', 'Owen Hale']],
  ],
  [
    'an office with a bracket behind it is that of whom it introduces',
    'Majority Leader (for one more week) Otto Grant refused to call a vote. “Not today,” he said. Incoming Majority Leader Carl Brewer had hoped for more.',
    [['“Not today,”', 'Otto Grant']],
  ],
  [
    'a place in capitals before a name is a dateline without its dash',
    'HARLOW Donald Reyes met the council on Monday, and several members who had stayed away before came along to hear him.\n\n“I came alone,” Reyes said.',
    [['“I came alone,”', 'Donald Reyes']],
  ],
  [
    'a place with the agency in brackets is a dateline without its dash',
    'Harlow (NWN) Ann Lee opened the fair by saying that the floods this week are “a warning.”',
    [['“a warning.”', 'Ann Lee']],
  ],
  [
    'a dateline may end in two hyphens',
    'HARLOW, Va. -- During the only debate, Democrat Tim Kane went after Bob Ray, casting him as a "fair-weather" landlord.',
    [['"fair-weather"', 'Tim Kane']],
  ],
  [
    'a place in a list of places is nobody',
    'At stops in Easton, Lorwick and Dunmere, Ray shook hands for hours and signed whatever he was given.\n\n“It went well,” he said.',
    [['“It went well,”', 'Ray']],
  ],
  [
    'a participle that opens a sentence is nobody',
    'Stung by the vote, Governor Bob Ray went home.\n\n“I sleep at night,” he said.',
    [['“I sleep at night,”', 'Bob Ray']],
  ],
  [
    'months are surnames where somebody bears one',
    'Ida May came late.\n\nMay responded: “We shall see in May.”',
    [['“We shall see in May.”', 'Ida May']],
  ],
  [
    'capitals in a headline make nobody',
    'Long Hearing Set for Monday on New Harbour Bridge\n\n“He saw it all,” she wrote in the letter. Her lawyer, Ann Lee, agreed.',
    [['“He saw it all,”', 'Ann Lee']],
  ],
  [
    'a sentence of one word names nobody',
    'Ann Lee was blunt. “It ends here.”\n\nBoom. She also says the town “will not pay.”',
    [
      ['“It ends here.”', 'Ann Lee'],
      ['“will not pay.”', 'Ann Lee'],
    ],
  ],
  [
    'a president of whom the text says “he” is not the woman of that name further on',
    'President Wolf spent his morning at his desk. Wolf said the tale was “made up.”\n\nLater Mara Wolf left for the coast.',
    [['“made up.”', 'Wolf']],
  ],
  [
    'a name behind an office with a long field begins at the first name',
    '“Ask us tomorrow,” Vice President of Harbour Affairs Denise Lowe said.',
    [['“Ask us tomorrow,”', 'Denise Lowe']],
  ],
  [
    '“Wolf Jr.” is whoever bears that name in full',
    'Adam Wolf Jr. and Adam Wolf met.\n\n“I was early,” Wolf Jr. wrote.',
    [['“I was early,”', 'Adam Wolf Jr.']],
  ],
  [
    'people are called by a state of two words',
    '“Gladly,” Sen. Jean Sharp replied.\n\n“The ice is thick,” the New Hampshire Democrat said.',
    [
      ['“Gladly,”', 'Jean Sharp'],
      ['“The ice is thick,”', 'Jean Sharp'],
    ],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'what stands in a claim is its owner’s',
    '“No,” Bob Ray said. Ray replied to that rather than to Ann Lee’s remarks that he believes in “cooked-up numbers” for all.',
    [
      ['“No,”', 'Bob Ray'],
      ['“cooked-up numbers”', 'Ann Lee'],
    ],
  ],
  [
    'a claim’s owner may follow it',
    'Answering criticism from Ann Lee that he was “dozing” at home, Bob Ray noted that he had been to the fair.',
    [['“dozing”', 'Ann Lee']],
  ],
  [
    'a claim’s owner may go by an office',
    'Governor Bob Ray came. Carla Montes laughed at the governor’s complaint that she pays with “toy money” and with promises.',
    [['“toy money”', 'Bob Ray']],
  ],
  [
    'a claim needs no “that”',
    'The council denied Ann Lee’s claim she had placed “eleven phone calls” to be heard.',
    [['“eleven phone calls”', 'Ann Lee']],
  ],
  [
    'remarks made by somebody are his',
    'On Friday, Bob Ray seized on remarks made by Otto Lee in the last debate saying he would “wind down” the mine.',
    [['“wind down”', 'Otto Lee']],
  ],
  [
    'a post that reads is that of whoever is told to have sent it',
    'NWN News reports that Ann Lee dragged the town into it by sending a note along with a message that read: “The well has run dry.”',
    [['“The well has run dry.”', 'Ann Lee']],
  ],
  [
    'what a letter is about states nothing',
    'Ann Lee gave her word at the start, releasing a letter about her health that stated that she was “strong as a horse” as mayor.',
    [['“strong as a horse”', 'Ann Lee']],
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
    'a tweet tells what its author does, though he goes by an office',
    'Governor Bob Ray came. The noise began after host Milo Dacey challenged the governor’s tweet telling four clerks to “pack up” for good.',
    [['“pack up”', 'Bob Ray']],
  ],
  [
    'a possessor before a colon says what follows it',
    'Ann Lee’s list included this gem: “My cat reads faster than he does,” a line that her fans know.',
    [['“My cat reads faster than he does,”', 'Ann Lee']],
  ],
  [
    'a report from a paper is the paper’s',
    'A report from The Harlow Post said, “The mayor slipped on the ice.”',
    [['“The mayor slipped on the ice.”', 'Harlow Post']],
  ],
  [
    'a statement announced in one paragraph is what stands in the next',
    'Ann Lee was silent, but with the following statement from Bob Ray, the end is near.\n\n“This must be fought in court, and it will be.”',
    [['“This must be fought in court, and it will be.”', 'Bob Ray']],
  ],
  [
    'verbs that judge with a particle take a quotation',
    'Bob Ray, said Ann Lee, was late. Carla Montes chalked up the loss to “bad weather” in an interview.',
    [['“bad weather”', 'Carla Montes']],
  ],
  [
    'a plea is made in words',
    'Mayor Ana Ortiz made an impassioned plea to end a shortage “without equal” by spring.',
    [['“without equal”', 'Ana Ortiz']],
  ],
  ['yes and no may be votes', 'Ann Lee said she would join in, giving the dam nine “yes” votes.', []],
  [
    'the word with which somebody takes issue is not his',
    'Ann Lee took issue with the word “agreement.” “We met, no more,” Lee said.',
    [['“We met, no more,”', 'Ann Lee']],
  ],
  [
    'what stands in marks may be a verb’s subject',
    '“Day Break” offers news of the harbour and of the hills.\n\n“I listen daily,” Ann Lee said.',
    [['“I listen daily,”', 'Ann Lee']],
  ],
  [
    'to put one’s interests first is not to speak',
    'Ann Lee says Bob Ray put his interests “ahead of the river” again.',
    [['“ahead of the river”', 'Ann Lee']],
  ],
  [
    'what is said to offer something is described by the one who says so',
    'Justin Bram told the paper the tape proved nothing but said it offered “a second look” at the night.',
    [['“a second look”', 'Justin Bram']],
  ],
  [
    'a bystander with “with” before him speaks',
    'Ann Lee met boos when she came on, with one fan yelling, “Sing up!”',
    [['“Sing up!”', 'one fan']],
  ],
  [
    'the police are not their chief',
    'Police Chief Kurt Penn came. “I saw it,” Penn said. On the tape, police repeatedly told the man to “put the bucket down.”',
    [
      ['“I saw it,”', 'Kurt Penn'],
      ['“put the bucket down.”', 'police'],
    ],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'who spoke in the sentence before goes on, whomever he spoke of',
    'Bob Ray spoke. Nobody lets Ray’s figures “slip past,” press secretary Carl Fallon told NWN, adding that nobody should.\n\n“We keep a list,” he said.',
    [
      ['“slip past,”', 'Carl Fallon'],
      ['“We keep a list,”', 'Carl Fallon'],
    ],
  ],
  [
    'a nameless woman spoken of again is she',
    'Rev. Cora Mack left early. The driver’s wife yelled, “Stop it now.”\n\n“He has done nothing,” she yelled.',
    [
      ['“Stop it now.”', 'driver’s wife'],
      ['“He has done nothing,”', 'driver’s wife'],
    ],
  ],
  [
    'who tells somebody that he did a thing speaks of himself',
    'President Wolf was calm. The president told columnist Milo Goodwin that he had ordered a halt, saying, “Mend it by noon.”',
    [['“Mend it by noon.”', 'Wolf']],
  ],
  [
    'the one who continues spoke last',
    '“It holds,” Penn wrote. Ann Lee and Otto Grant had asked.\n\n“It always did,” he continued.',
    [
      ['“It holds,”', 'Penn'],
      ['“It always did,”', 'Penn'],
    ],
  ],
  [
    'the prime minister is no other minister',
    'Ida Moor opened the talks.\n\nThe prime minister said she wanted “calm.”\n\nFarm minister Rebecca Long smiled.',
    [['“calm.”', 'Ida Moor']],
  ],
  [
    'somebody’s spokesman is nobody who comes up only later',
    'Mr Carver’s spokesman said: “Not while we sit here.”\n\nCouncil spokesman Alex Wint agreed.',
    [['“Not while we sit here.”', 'Mr Carver’s spokesman']],
  ],
  [
    'a report between two quotations is no turn of an exchange',
    'Ken Paddock drew lines. “It is law,” Paddock said.\n\nDoctors said that the law is cruel.\n\n“They must pay,” Paddock said.\n\n“Nobody is let off, not even once.”',
    [
      ['“It is law,”', 'Ken Paddock'],
      ['“They must pay,”', 'Ken Paddock'],
      ['“Nobody is let off, not even once.”', 'Ken Paddock'],
    ],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'words in a headline are his who says them further on',
    'Lee leaves the council ‘with a heavy heart’\n\nAnn Lee left on Monday. “I go with a heavy heart,” Lee said.',
    [
      ['‘with a heavy heart’', 'Ann Lee'],
      ['“I go with a heavy heart,”', 'Ann Lee'],
    ],
  ],
  [
    'a word in a headline is not anybody’s who uses it once in a long sentence',
    'The ‘bridge’ question returns\n\n“We will look at the bridge and at the road and at all the rest of it,” Ann Lee said.',
    [['“We will look at the bridge and at the road and at all the rest of it,”', 'Ann Lee']],
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
    'a surname behind a dash signs a quotation that is a sentence',
    'Adam Shore spoke. “No,” Ann Lee said.\n\n“The vote stands as it is.” - Shore',
    [
      ['“No,”', 'Ann Lee'],
      ['“The vote stands as it is.”', 'Adam Shore'],
    ],
  ],
  [
    'a bullet may stand before a label',
    'The wall\n\n- Ray: “It snowed in June.” This is false.',
    [['“It snowed in June.”', 'Ray']],
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
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test('a label may hold a party, a long office and a time', () => {
  const text =
    '[14:00:05] ANN LEE, NWN ANCHOR: Welcome.\n\nSEN. TED CROSS (R-TX), REPUBLICAN PRESIDENTIAL CANDIDATE: Thank you.\n\nLEE: So?';
  expect(saidIn(text)).toEqual([
    ['Welcome.', 'Ann Lee'],
    ['Thank you.', 'Ted Cross'],
    ['So?', 'Ann Lee'],
  ]);
});

test('one label is enough under the word transcript', () => {
  expect(saidIn('Video Transcript\n\nANN LEE: I came, as they said, “too late.”')).toEqual([
    ['I came, as they said, “too late.”', 'Ann Lee'],
  ]);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'whose claim a label tells of says what it labels',
    'LEE’S CLAIM: “I built the mill.”\n\nAnn Lee owned it once. Carla Ray’s answer: “You did not.”',
    [
      ['“I built the mill.”', 'Ann Lee'],
      ['“You did not.”', 'Carla Ray'],
    ],
  ],
  [
    'a label’s owner may be named in full only later',
    'MORRIS’ RESPONSE: “We will see.”\n\nFACT CHECK: Guy Morris never saw it.',
    [['“We will see.”', 'Guy Morris']],
  ],
  [
    'a picture’s credit is no part of a name',
    'AP Photo Lorne, Ray seek deal\n\nMayor Bob Lorne came. “No,” Lorne said.',
    [['“No,”', 'Bob Lorne']],
  ],
  [
    'the health body is no pronoun',
    'The WHO said it was reviewing a “small number” of cases.',
    [['“small number”', 'WHO']],
  ],
  [
    'a surname that is also a colour is a surname behind an office',
    'Democrat Cy Green forced a vote.\n\nGreen argued that it was late. “We go,” he wrote.',
    [['“We go,”', 'Cy Green']],
  ],
  [
    'a plural that only opens a sentence is nobody',
    'Tensions between the sides rose.\n\nBob Ray waited for her. “Come in,” he said.',
    [['“Come in,”', 'Bob Ray']],
  ],
  [
    'a description means whom the text is about, not a place or a side',
    'Don Vale is unhappy. His Wembury side lost to Easton.\n\nThe Danish coach called it “a joke”.\n\nThe Reds lost again. Vale ranted at them on Monday.\n\n“They sleep,” said the coach.',
    [
      ['“a joke”', 'Don Vale'],
      ['“They sleep,”', 'Don Vale'],
    ],
  ],
  [
    'two who are one subject are they',
    'Ann Lee and Bob Ray rejected the plan.\n\n“It is dead,” they wrote.',
    [['“It is dead,”', 'Ann Lee and Bob Ray']],
  ],
  [
    'a woman without a name stays she until another woman comes up',
    '“It is near,” said one elderly woman, who lives by the mill.\n\nThe mill burned in May. Bob Ray saw it.\n\n“I still smell it,” she added.',
    [
      ['“It is near,”', 'one elderly woman'],
      ['“I still smell it,”', 'one elderly woman'],
    ],
  ],
  [
    'an official who only did something is the official who speaks next',
    'A senior police official did not dispute it. “It is on our list,” said the official.',
    [['“It is on our list,”', 'A senior police official']],
  ],
  [
    'a woman who gave her name has it',
    'A woman in the hall shouted. The woman, who gave her name as Ann Lee, told the Herald her well “smells.”',
    [['“smells.”', 'Ann Lee']],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'a time may stand between somebody and his verb',
    'Reyes spokeswoman Hope Lind last month called him an “old friend” and Bob Ray earlier this week called him a “fraud”.',
    [
      ['“old friend”', 'Hope Lind'],
      ['“fraud”', 'Bob Ray'],
    ],
  ],
  [
    'who is pressed on his claims made them',
    'Moderator Ann Lee pressed Bob Ray on his claims that the flood would “go away” soon.\n\nShe challenged Bob Ray on past claims that it was “over.”',
    [
      ['“go away”', 'Bob Ray'],
      ['“over.”', 'Bob Ray'],
    ],
  ],
  [
    'an apposition may lack its second comma',
    '“Why now?” the voter, Ann Lee, a nurse from Dunmere asked.',
    [['“Why now?”', 'Ann Lee']],
  ],
  [
    'a frame with a clause of its own is none for the words before it',
    'After Lee warned against “double standards,” Bob Ray added that all is well.',
    [['“double standards,”', 'Lee']],
  ],
  [
    'an agency only carries what somebody said',
    'Bob Ray said the port would “grow in the years to come,” Xinhua said.',
    [['“grow in the years to come,”', 'Bob Ray']],
  ],
  [
    'the frame at the end beats a thought on the way',
    'Some of them were “taken aback” to see it, thinking of a leak, said a port official.',
    [['“taken aback”', 'a port official']],
  ],
  [
    'whose deed is the subject does the calling',
    'Ann Lee’s antics made news as she blasted the umpire, calling him “a disgrace”.',
    [['“a disgrace”', 'Ann Lee']],
  ],
  [
    'he does not follow his verb behind a comma',
    'Mayor Don Reyes came.\n\nPaul Tubal asked. The mayor, in his answer, claimed he “worked hard” on it.',
    [['“worked hard”', 'Don Reyes']],
  ],
  [
    'talks are no speech beside a quotation',
    'Ann Lee says Bob Ray talks ‘go nowhere’ as usual',
    [['‘go nowhere’', 'Ann Lee']],
  ],
  [
    'what another asks within a clause is told by the first',
    'Ann Lee came, adding that all Bob Ray is asking is that if he lies, “that this be checked.”',
    [['“that this be checked.”', 'Ann Lee']],
  ],
  [
    'a question’s object is not looked for behind a quotation',
    'Adam Vale asked the director to “go easy” on Flint. He added, “It is late.”',
    [
      ['“go easy”', 'Adam Vale'],
      ['“It is late.”', 'Adam Vale'],
    ],
  ],
  ['a memoir’s name is not said', 'The player later named his autobiography: “The road is long.”', []],
  [
    'single marks may hold single marks',
    '‘He shut the gate and told me, ‘Stay where you are’, so I stayed,’ said Ann Lee.',
    [['‘He shut the gate and told me, ‘Stay where you are’, so I stayed,’', 'Ann Lee']],
  ],
  [
    'single marks may be left open behind a frame',
    '‘It is cold,’ Ann Lee said on Monday. ‘The bed is too small.\n\n‘I cannot buy another one.’',
    [
      ['‘It is cold,’', 'Ann Lee'],
      ['‘The bed is too small.', 'Ann Lee'],
      ['‘I cannot buy another one.’', 'Ann Lee'],
    ],
  ],
  [
    'a caption may part two paragraphs of one quotation',
    'Ann Lee wrote: ‘I find it loud (and long).\n\nThe mill in Dunmere, seen in May\n\n‘It should be removed.’',
    [
      ['‘I find it loud (and long).', 'Ann Lee'],
      ['‘It should be removed.’', 'Ann Lee'],
    ],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'what papers show is told by them',
    'Documents lodged with the council show the couple built it after a “raid at the mill”. The agent’s brochure described it as “a fine old house”. The phone “wiped itself” in May, the records claim.',
    [
      ['“raid at the mill”', 'Documents'],
      ['“a fine old house”', 'agent’s brochure'],
      ['“wiped itself”', 'records'],
    ],
  ],
  [
    'an announcement is its issuer’s',
    'Ann Lee of the Treasury Department left.\n\nThe Treasury announcement described Bob Ray as “loyal to the mill”.',
    [['“loyal to the mill”', 'Treasury Department']],
  ],
  [
    'a sentence about what is his is about him',
    'One day into May and Don Vale is unhappy.\n\nHis sluggish side lost to a header by Cy Calder.\n\nThe Danish coach called it “a joke”.',
    [['“a joke”', 'Don Vale']],
  ],
  [
    'another speaker does not end what she means',
    '“It is near,” said one 40-year-old woman.\n\nMayor Bob Ray called it “over”.\n\n“I still smell it,” she added.',
    [
      ['“It is near,”', 'one 40-year-old woman'],
      ['“over”', 'Bob Ray'],
      ['“I still smell it,”', 'one 40-year-old woman'],
    ],
  ],
  [
    'who says the same words elsewhere is the nameless voter',
    'A voter accused the mayor of “lying through his teeth.”\n\nLater Paul Tubal told the Herald: “He was lying through his teeth.”',
    [
      ['“lying through his teeth.”', 'Paul Tubal'],
      ['“He was lying through his teeth.”', 'Paul Tubal'],
    ],
  ],
  [
    'the expert of the first paragraph is the one whom the next names',
    'The port is an “engine” of growth, a Danish economist has said.\n\n“It is large,” Rudi Minz, chief economist at the bank, told the Herald.',
    [
      ['“engine”', 'Rudi Minz'],
      ['“It is large,”', 'Rudi Minz'],
    ],
  ],
  [
    'who questioned how something happened said so',
    'Bob Ray praised his son, Cal Ray Jr., who questioned how the papers could “magically” vanish.',
    [['“magically”', 'Cal Ray Jr.']],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'a count of children is no part of a name',
    'Mum-of-two Kelly Shaw said she was ‘over the moon’ with it.',
    [['‘over the moon’', 'Kelly Shaw']],
  ],
  [
    'a player’s part on the pitch is his office',
    'Striker Cal Moss scored twice. The Lorwick forward told the Herald: ‘It was easy.’',
    [['‘It was easy.’', 'Cal Moss']],
  ],
  [
    'a people’s name or an age may stand for somebody',
    'Lorwick boss Joao Vale, 45, was furious. The Spaniard said his side were ‘asleep’. The 45-year-old added: ‘We were poor.’',
    [
      ['‘asleep’', 'Joao Vale'],
      ['‘We were poor.’', 'Joao Vale'],
    ],
  ],
  [
    'a report is it, a spokesman is not',
    'The report warned of a “perfect storm”. It said ministers had been “asleep”.',
    [
      ['“perfect storm”', 'report'],
      ['“asleep”', 'report'],
    ],
  ],
  [
    'a couple speaks as the text names it',
    'Dale and his wife Ann said they were “heartbroken”.',
    [['“heartbroken”', 'Dale and his wife Ann']],
  ],
  [
    'the judge whom nobody names is not the one on trial',
    'Cy Moss told his lodger he would “burn it all”. The judge called it “a wicked plan”.',
    [
      ['“burn it all”', 'Cy Moss'],
      ['“a wicked plan”', 'judge'],
    ],
  ],
  [
    'words may be those of a nameless aide',
    'On Monday, the mayor will speak for an hour or, in the words of one aide, “until the air is gone.”',
    [['“until the air is gone.”', 'one aide']],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'an adjective that opens a headline is no first name',
    'Combative Wolf opens a bridge, boos the band\n\nHARLOW Mayor Carl Wolf opened a bridge on Monday after a combative week. "I built it," Wolf said.',
    [['"I built it,"', 'Carl Wolf']],
  ],
  [
    'a first name that no list has stays one beside a namesake',
    'Carl Wolf kept quiet. “I sang it,” said his aunt Ottoline Wolf.',
    [['“I sang it,”', 'Ottoline Wolf']],
  ],
  [
    'a description in capitals is no part of a name that the text has without it',
    '“Tune it first.” — Drum Legend Carl Moss on his trade\n\nCarl Moss lives in Harlow. Drum Legend Carl Moss said it was “easy.”',
    [
      ['“Tune it first.”', 'Carl Moss'],
      ['“easy.”', 'Carl Moss'],
    ],
  ],
  [
    'two ranks in a row are both ranks',
    'Lieutenant Airman Omu Tarro flew over the bay twice before he told the paper: "We saw a raft."',
    [['"We saw a raft."', 'Omu Tarro']],
  ],
  [
    'a question in a transcript may be signed without a colon',
    'MS. LEE:  Sit down, please.\n\nQ    All right.  Here we go.\n\nMS. LEE:  Go on.\n\nQ Why the goats?\n\nMS. LEE:  They were cheap.',
    [
      ['Sit down, please.', 'Lee'],
      ['All right.  Here we go.', 'Q'],
      ['Go on.', 'Lee'],
      ['Why the goats?', 'Q'],
      ['They were cheap.', 'Lee'],
    ],
  ],
  [
    'a letter that opens a paragraph of no transcript signs nothing',
    'Q    The shop shuts in May.\n\nA    The owner is ill.',
    [],
  ],
  [
    'what stands behind a name for a rank or a degree is no part of it',
    'Judge Paul Tarrant QC, sentencing, said both had ‘lied’. Tarrant added that they were ‘sorry’. “We fix knees,” said Ann Lee, who works with Bo Hale MD.',
    [
      ['‘lied’', 'Paul Tarrant'],
      ['‘sorry’', 'Paul Tarrant'],
      ['“We fix knees,”', 'Ann Lee'],
    ],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});

test.each<[rule: string, text: string, said: Said[]]>([
  [
    'who speaks on somebody in a headline is not the one spoken of',
    'Ann Lee on Wolf: ‘I don’t see this man as a mayor’\n\nAnn Lee met Carl Wolf on Monday.',
    [['‘I don’t see this man as a mayor’', 'Ann Lee']],
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
    'a single mark behind a colon that nothing closes runs to the paragraph’s end',
    "On Monday he met the band. Bo Hale said: 'We must move the stage to the north.\n\nHale also said the fair would be moved.",
    [["'We must move the stage to the north.", 'Bo Hale']],
  ],
  [
    'an apostrophe behind a colon opens nothing',
    "Bo Hale knows the reason: 'twas the goats.\n\nHe left on Monday.",
    [],
  ],
  [
    'who answers is not the nameless one who asked',
    'Carl Wolf spoke on Monday. “We had a plan,” Wolf said.\n\nAnd what was it, a reporter asked.\n\n“You will see on Friday,” he responded.',
    [
      ['“We had a plan,”', 'Carl Wolf'],
      ['“You will see on Friday,”', 'Carl Wolf'],
    ],
  ],
  [
    'a second apposition behind "and" is still of the one who is named',
    'He passed the microphone to Al Baldwin, a Wolf supporter and a veteran from Dunmere who also scolded the press, saying reporters should "get some sleep."',
    [['"get some sleep."', 'Al Baldwin']],
  ],
  [
    'who is told to have an answer gives it, whoever spoke before',
    'Gene Simmons was asked at length. But what about the people who were turned away, the Harbour Post wondered. Simmons held nothing back in his reply. “It is unfair. That is the rule.”',
    [['“It is unfair. That is the rule.”', 'Gene Simmons']],
  ],
  [
    'whom the opening of a sentence is about is not who speaks in it',
    "Judge Paul Farrar spoke to Ann Lee and Mo Maqsud in court. Addressing Maqsud he said the 'best excuse is what you did with your life'.",
    [["'best excuse is what you did with your life'", 'Paul Farrar']],
  ],
  [
    'who is quoted as saying may be a pronoun',
    'Woody Hall denied the report. The newspaper had quoted him as saying: “My idea is not to make more films.”',
    [['“My idea is not to make more films.”', 'Woody Hall']],
  ],
  [
    'in an interview with somebody it is not he who says so',
    'Last year, Hall had voiced his doubts in an interview with actor Alec Bold saying: “A lot of the thrill is gone.”',
    [['“A lot of the thrill is gone.”', 'Hall']],
  ],
  [
    'a headline’s colon may be followed by nobody but an office',
    'Wolf\'s plan "unacceptable": ministry spokesman\n\nBEIJING, Nov. 24 (Xinhua) -- The ministry spoke on Sunday.',
    [['"unacceptable"', 'ministry spokesman']],
  ],
  [
    'who tells that another had said something goes on telling behind it',
    'The ministry\'s spokesman Yang Yu said that China had explained its policy in various ways after the announcement, and Japan\'s remarks are "utterly groundless."',
    [['"utterly groundless."', 'Yang Yu']],
  ],
  [
    'words by which everybody knows a policy or a place are a term',
    'Mr. Kahn told the justices that it had handed out drugs through "pill mill" clinics under the "three strikes" rule, and cited the principle of “sovereign immunity.”',
    [],
  ],
  [
    'data are nobody who goes on speaking, and a flight is nobody either',
    'AirAsia QZ8501 made a steep climb, according to radar data, a source close to the inquiry has told Reuters.\n\n"So far, the numbers are high," he said.',
    [['"So far, the numbers are high,"', 'a source close to the inquiry']],
  ],
  [
    'the comma before a clause may stand inside the marks',
    'Rep. Tim Moore (R-Ohio) called the vote "a stunt," while Sen. Eva Ruiz, a Democrat, praised it as "historic."',
    [
      ['"a stunt,"', 'Tim Moore'],
      ['"historic."', 'Eva Ruiz'],
    ],
  ],
  [
    'the company is what the text names last that nothing makes a person',
    'Harbour Gas lost in May. "We care," the company said.',
    [['"We care,"', 'Harbour Gas']],
  ],
  [
    'a nominee is told from another by the party',
    "“Let's be clear,” the Democratic nominee said. Republican nominee Donald Wolf and Democratic nominee Hilda Carver met on Monday.",
    [["“Let's be clear,”", 'Hilda Carver']],
  ],
  [
    'what stands on a sign nobody says',
    "“I'm with her,” read a sign held by Jane Doe, 34. “It's about time,” said Doe, a teacher.",
    [["“It's about time,”", 'Jane Doe']],
  ],
  [
    'a frame at a paragraph’s end announces whose words the next one holds',
    'The Principal Evelyn Arnold and Vice Principal Shannon Morris were named in the lawsuit.\n\nThe lawsuit says,\n\n“During its brief lessons the class failed to read any portion of it.”',
    [['“During its brief lessons the class failed to read any portion of it.”', 'lawsuit']],
  ],
  [
    'part of a paper reads as the paper does',
    'The class was short. Part of the handout reads,\n\n“Nowhere does it say so. Nobody lives that way.”',
    [['“Nowhere does it say so. Nobody lives that way.”', 'handout']],
  ],
  [
    'who asks somebody is not the one who is asked',
    'Hilda Carver sat down with Zach Gala. Carver sat down with the comedian on Monday.\n\n"When you see how well it works, do you worry," the comedian asks Carver, who just laughs.',
    [['"When you see how well it works, do you worry,"', 'Zach Gala']],
  ],
  [
    'he who told somebody is another man',
    'Ann Lee met Carl Wolf and Bob Ray. Wolf was late. "You are late," he told Wolf.',
    [['"You are late,"', 'Bob Ray']],
  ],
  [
    'words that come up in marks again and again are what the text is about',
    'In Defence of ‘He Said/She Said’\n\nThe “he said/she said” method has few friends. Critics of the “he said/she said” method are loud. Ray, who has long said that it hides the truth, wants the “he said/she said” method gone.',
    [],
  ],
  [
    'what the question holds is not said by the one who answers',
    'Asked by Willie Grist whether Wolf will offer details beyond his broad statement that he will “knock the lights out,” campaign manager Kelly Conrad replied in the affirmative.',
    [['“knock the lights out,”', 'Wolf']],
  ],
  [
    'a name alone behind a quotation’s comma signs it',
    'Members said it is time.\n\n“We are going to push for a law,” Rep. Greg Mills (D-N.Y.).',
    [['“We are going to push for a law,”', 'Greg Mills']],
  ],
  [
    'what a headline has behind a dash may be where it was printed',
    '“Why Aren’t I Fifty Points Ahead?” – Eagle Rising\n\nLiberals thought that Hilda Carver had won. “Why aren’t I fifty points ahead?” Carver asked.',
    [
      ['“Why Aren’t I Fifty Points Ahead?”', 'Hilda Carver'],
      ['“Why aren’t I fifty points ahead?”', 'Hilda Carver'],
    ],
  ],
  [
    'who speaks on a claim in a headline is not whose claim it is',
    "Carver on Wolf's birther claim: A 'racist lie'\n\nHilda Carver spoke of Donald Wolf on Monday.",
    [["'racist lie'", 'Hilda Carver']],
  ],
  [
    'to encourage somebody is to say so',
    'In a later part of her speech, Hilda Carver encouraged her friends to “stage a sit-in” if they know anyone who likes it.',
    [['“stage a sit-in”', 'Hilda Carver']],
  ],
  [
    'the subject of the main clause said what follows it',
    'When a reporter tried to ask Carl Wolf what he would say to Americans who worried about it, Wolf cut off the question and said: "I say nothing, because I won."',
    [['"I say nothing, because I won."', 'Carl Wolf']],
  ],
  [
    'an agency’s credit before a surname is no first name',
    'Pat McCray spoke. The street was closed. | Getty McCray calls for calm in Dunmere after unrest\n\n"We are calm," McCray said.',
    [['"We are calm,"', 'Pat McCray']],
  ],
  [
    'what is told of by "which" is nobody, and speaks of itself as it',
    'Some farmers sued. Their lawsuit lost. Nestola, which is based in Basle, said the Supreme Court\'s announcement was not based on the merits and it believes "very strongly that the facts are on our side."\n\n"This goes against everything that we do," the company said in a statement. "We care."',
    [
      ['"very strongly that the facts are on our side."', 'Nestola'],
      ['"This goes against everything that we do,"', 'Nestola'],
      ['"We care."', 'Nestola'],
    ],
  ],
  [
    'an investor without a name is no manager with one',
    "Graham Wells runs it. One investor was told that savers would lose.\n\n'It made me very uneasy,' the investor said.",
    [["'It made me very uneasy,'", 'One investor']],
  ],
  [
    'the force is the police that the sentence before is about',
    'Dunmere Police opened an inquiry on Monday. The force said it had done so due to "recent contact" with the family.',
    [['"recent contact"', 'Dunmere Police']],
  ],
  [
    'two long words in a headline are his who says them in the text',
    'Kremlin has \'negative reaction\' to the plan\n\n"We do not know of any proof, which is why we have a negative reaction to such a plan," Dmitry Pesk said.',
    [
      ["'negative reaction'", 'Dmitry Pesk'],
      ['"We do not know of any proof, which is why we have a negative reaction to such a plan,"', 'Dmitry Pesk'],
    ],
  ],
  [
    'who is quoted by a paper is not the paper',
    'Mr Ray left in May. He was quoted by the Dunmere Post as saying: "I am tired."',
    [['"I am tired."', 'Ray']],
  ],
  [
    'a reply behind the quotation tells whose it is',
    '"No," was the curt reply from Ms Hall. "Never again," she added.',
    [
      ['"No,"', 'Hall'],
      ['"Never again,"', 'Hall'],
    ],
  ],
  [
    'a court rules in words',
    'Judge Ruiz ruled that the ban was "arbitrary and capricious". In a long opinion, she wrote that officials "gave no reason".',
    [
      ['"arbitrary and capricious"', 'Ruiz'],
      ['"gave no reason"', 'Ruiz'],
    ],
  ],
  [
    'what somebody is for a living stands before a name at a sentence’s start',
    'Vendor Ed Dale, 42, said he had sold "hundreds." Eyewitness Paul Dunn said it was "loud."',
    [
      ['"hundreds."', 'Ed Dale'],
      ['"loud."', 'Paul Dunn'],
    ],
  ],
  [
    'a message from somebody reads as he wrote',
    'Podesta wrote in one email: "This is a problem." Another message, from Neera Tand, reads: "Her instincts are poor."',
    [
      ['"This is a problem."', 'Podesta'],
      ['"Her instincts are poor."', 'Neera Tand'],
    ],
  ],
  [
    'the first lady is a lady',
    '"We have to get out and vote," Michelle Obama told students. The first lady also said his behavior was "not normal."',
    [
      ['"We have to get out and vote,"', 'Michelle Obama'],
      ['"not normal."', 'Michelle Obama'],
    ],
  ],
  [
    'what a crowd chants to his words are not his',
    'Mr. Wolf came late. "It\'s a disgrace," he said on Saturday, to cheers of "Build that wall!"',
    [['"It\'s a disgrace,"', 'Wolf']],
  ],
  [
    'who speaks in brackets is the one they stand behind',
    'Lee (who said "we won") and Ray (who said "we lost") met. Three people came late: Ann Cole ("I was tired"), Bob Hale ("Me too") and Carl Wolf.',
    [
      ['"we won"', 'Lee'],
      ['"we lost"', 'Ray'],
      ['"I was tired"', 'Ann Cole'],
      ['"Me too"', 'Bob Hale'],
    ],
  ],
  [
    'a passive has its speaker behind it, each quotation its own',
    'Ann Lee, who has been called "a clown" by Bob Ray, declined to comment. Critics were divided: Ray has been described as "a saint" by Carl Wolf and "a genius" by Ann Cole.',
    [
      ['"a clown"', 'Bob Ray'],
      ['"a saint"', 'Carl Wolf'],
      ['"a genius"', 'Ann Cole'],
    ],
  ],
  [
    'who is told of somebody’s words is who goes on',
    'Told that Ann Lee had called him "a clown," Bob Ray laughed. "That\'s rich," he said.',
    [
      ['"a clown,"', 'Ann Lee'],
      ['"That\'s rich,"', 'Bob Ray'],
    ],
  ],
  [
    'the majority leader is not the minority leader',
    '“It’s a mockery,” said Sen. Harry Reed, the minority leader.\n\nMitch McDonald, his Republican counterpart, shot back. “They are puzzled,” the majority leader said.',
    [
      ['“It’s a mockery,”', 'Harry Reed'],
      ['“They are puzzled,”', 'Mitch McDonald'],
    ],
  ],
  [
    'remarks that somebody calls something are called so',
    'Boris Jones spoke of “a prison,” remarks Ann Lee called “bizarre.”',
    [
      ['“a prison,”', 'Boris Jones'],
      ['“bizarre.”', 'Ann Lee'],
    ],
  ],
  [
    'the young man with an age is whom the text is about',
    'Marco Rubin lost. The senator thanked Florida. In his speech, the 44-year-old son of immigrants spoke to fears but drew a contrast with Donald Wolf.\n\n"I chose a different route," he said.',
    [['"I chose a different route,"', 'Marco Rubin']],
  ],
  [
    'no month speaks',
    'President Donald Wolf came. The president, who praised Hale as early as last November said Thursday at a rally that Hale is a "star."',
    [['"star."', 'Donald Wolf']],
  ],
  [
    'a quotation between two frames goes with the one that has no other',
    'When Bill Atkins said to the crowd, "Please, let\'s hold our boos," some in the crowd responded, "We\'ve held them too long."',
    [
      ['"Please, let\'s hold our boos,"', 'Bill Atkins'],
      ['"We\'ve held them too long."', 'some in the crowd'],
    ],
  ],
  [
    'who represents the county’s party is not the party',
    'A representative of the county\'s Democratic Party later thanked him for "having the courage to come."',
    [['"having the courage to come."', "A representative of the county's Democratic Party"]],
  ],
  [
    'a banner reads, nobody says so',
    'Some spontaneously sang along, and a banner read “we the people.” “Sit down,” said Ann Lee.',
    [['“Sit down,”', 'Ann Lee']],
  ],
  ['from no to yes is a vote', 'Ann Lee said several members flipped from “no” to “yes” after lunch.', []],
  [
    'a link to more is no quotation',
    '“They will get the votes,” Ann Lee added.\n\nContinue reading “Trouble brewing as town struggles with votes”',
    [['“They will get the votes,”', 'Ann Lee']],
  ],
  [
    'what comes next is tweeted too',
    'Bob Ray was late. "When a town cannot say who comes, there is trouble," Wolf next tweeted.',
    [['"When a town cannot say who comes, there is trouble,"', 'Wolf']],
  ],
  [
    'who stands as an example is the one who says it',
    'Mike Rogan wrote it. Republican heavyweights like Sen. Linda Gram have blasted the findings as "garbage."',
    [['"garbage."', 'Linda Gram']],
  ],
  [
    'an ad says what it says',
    'The ad, titled "Role Models," shows children watching television. "Our children are watching," it says. Ann Lee called the ad "a desperate act."',
    [
      ['"Our children are watching,"', 'ad'],
      ['"a desperate act."', 'Ann Lee'],
    ],
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
    'what one would only say one says',
    'Ann Lee was asked. Her lawyer, Dan Petro, would only say that “we disagree.”',
    [['“we disagree.”', 'Dan Petro']],
  ],
  [
    'a predecessor is introduced as himself',
    'Mr. Ryne’s predecessor, John Boner, was less kind: “Lucifer in the flesh.”',
    [['“Lucifer in the flesh.”', 'John Boner']],
  ],
  [
    'who is sent or held is no part of the noun',
    'An email sent to The Times said: "Mr. Wolf was joking."',
    [['"Mr. Wolf was joking."', 'An email']],
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
    'a sentence full of names is no headline while its verb is small',
    '“There’s a very good chance,” Allan Lichter told Erin Burne on “Erin Burne OutFront.”\n\nLichter, a historian, says he uses his own system. “First of all, he has played fast,” Lichter said.',
    [
      ['“There’s a very good chance,”', 'Allan Lichter'],
      ['“First of all, he has played fast,”', 'Allan Lichter'],
    ],
  ],
  [
    'the person behind the verb speaks, not the country before it',
    '"You would see incredible pressure on prices and gold" in the U.S., Germany and the United Kingdom, said Erik Jones, professor at Johns Hopkins.',
    [['"You would see incredible pressure on prices and gold"', 'Erik Jones']],
  ],
  [
    'nobody in particular calls it so',
    'Donald Wolf won. The press covers every minor affair (if you call getting sick a “scandal”) and nothing else, as it had used the standard "state.gov" account.',
    [],
  ],
  [
    'to force people who were said to come is no speech',
    'Donald Wolf has called for checks on Muslims, forcing said Muslims to wear badges, as a “temporary measure.”',
    [['“temporary measure.”', 'Donald Wolf']],
  ],
  [
    'a member’s letters before a name are a title',
    'Carlow TD John Guinness said the campaign was "a shambles". SSP Suresh Kulkarni was blunt. “It is over,” added the SSP.',
    [
      ['"a shambles"', 'John Guinness'],
      ['“It is over,”', 'Suresh Kulkarni'],
    ],
  ],
  [
    'who is something of something, all in capitals, speaks himself',
    '“The soil is good,” Lovely Augusta, Assistant Director, Agriculture Department told The Hindu. “I know nothing,” said Banar Block Education Officer, Lalit Mohan Sah.',
    [
      ['“The soil is good,”', 'Lovely Augusta'],
      ['“I know nothing,”', 'Lalit Mohan Sah'],
    ],
  ],
  [
    'in a list of people the description is of whom its line names',
    'Tammy Duck spoke first.\n\nMark Kirk: The Illinois senator said June 8 that he “cannot and will not support” it.\n\nBob Dole: One of the first to oppose it, the Kansas representative told a paper: “I will not.”',
    [
      ['“cannot and will not support”', 'Mark Kirk'],
      ['“I will not.”', 'Bob Dole'],
    ],
  ],
  [
    'a bullet opens a sentence like any other',
    'Charles Cooper wrote to them. - President Wolf sought help from Xi Jinping, stressing the "importance of farmers."',
    [['"importance of farmers."', 'Wolf']],
  ],
  [
    'what somebody said is his, whoever tells of it behind',
    'Bob Ray and officials met. Appealing for their release, Ann Kerry told him: "We can make this a good story," according to a senior official.',
    [['"We can make this a good story,"', 'Ann Kerry']],
  ],
  [
    'he who has accused somebody is another',
    "Donald Wolf and Joe Bide met. Bide spoke. He has accused Bide of 'hiding' in his basement.",
    [["'hiding'", 'Donald Wolf']],
  ],
  [
    'who stays away cites what he cites, not who spoke',
    'Donald Wolf trained his fire on Eddie Johns, the chief of police, who boycotted his speech, citing “our values as a city.”',
    [['“our values as a city.”', 'Eddie Johns']],
  ],
  [
    'who is seen on a video says what it shows',
    'Ted Cruise defended the ad, which featured a clip of Donald Wolf, a businessman, saying he was "very pro-choice" on it.',
    [['"very pro-choice"', 'Donald Wolf']],
  ],
  [
    'the frame behind, not the one to whom it is important',
    'On Capitol Hill they met. It was important to discuss “core principles” that tie people together, added Paul Ryne.',
    [['“core principles”', 'Paul Ryne']],
  ],
  [
    'two who issue a statement have issued it together',
    'Paul Ryne and Donald Wolf issued a joint statement that hailed “a very positive step.”',
    [['“a very positive step.”', 'Paul Ryne and Donald Wolf']],
  ],
  [
    'a heading in capitals is his who says the same below',
    "Hilda Carver said she would wait.\n\n'THERE AIN'T NOTHING!'\n\nThrowing up his hands, Bernie Sands said: \"There ain't nothing! I give no speeches.\"",
    [
      ["'THERE AIN'T NOTHING!'", 'Bernie Sands'],
      ['"There ain\'t nothing! I give no speeches."', 'Bernie Sands'],
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
    'Andy may be a woman, and Sen.Lee a senator',
    '"Get it answered," Rania Bat said. Andy McGuire, in an interview with the paper, said no. Rania Bat was told.\n\nMcGuire left early with her staff. “It is what we had,” she said. “No reason,” said Sen.Chris Murph.\n\n“None,” Murph added.',
    [
      ['"Get it answered,"', 'Rania Bat'],
      ['“It is what we had,”', 'Andy McGuire'],
      ['“No reason,”', 'Chris Murph'],
      ['“None,”', 'Chris Murph'],
    ],
  ],
  [
    'a place before a judge rules nothing',
    'In a ruling earlier this month, Washington, DC, federal Judge Chris Cooper limited the evidence, saying it could “confuse the jury.”',
    [['“confuse the jury.”', 'Chris Cooper']],
  ],
  [
    'what somebody would use is not said by him',
    'Bob Durham spoke. Last month, Judge Ann Cooper had ruled that the tweet was “likely duplicative” that Durham would use.',
    [['“likely duplicative”', 'Ann Cooper']],
  ],
  [
    'the last sentence of a statement is of whose the statement is',
    'Ann Cooper allowed it, except for the last sentence of Jake Sully’s statement, which read: “We can only assume so.” She also attached a statement from Sully — now the President’s security adviser — who said, “This may be the key.”',
    [
      ['“We can only assume so.”', 'Jake Sully'],
      ['“This may be the key.”', 'Jake Sully'],
    ],
  ],
  [
    'Obama to a body is no name',
    'Obama To UN: Give Up Liberty\n\n“We can only do it together,” Obama said.',
    [['“We can only do it together,”', 'Obama']],
  ],
  [
    'to challenge somebody to do it is to say so',
    "Joe Bide challenged President Donald Wolf to 'get off the phone' and meet with others.",
    [["'get off the phone'", 'Joe Bide']],
  ],
  [
    'a name of two words may be two surnames',
    'Rep. Cathy McMorr Roders and Lisa Brown debated. “I don’t support it,” McMorr Roders replied.',
    [['“I don’t support it,”', 'Cathy McMorr Roders']],
  ],
  [
    'what he said goes too far is not only said to go',
    "Boris Jones said the bloc wanted it in a way that goes 'beyond common sense'.",
    [["'beyond common sense'", 'Boris Jones']],
  ],
  [
    'said according to a paper is still said',
    "Sally Hooley, who saw it, said, according to The Mirror: 'The dog was big and looked harmless.'",
    [["'The dog was big and looked harmless.'", 'Sally Hooley']],
  ],
  [
    'a body goes by its initials, of which one part may be some',
    'The UK Health Security Agency opened in May. UKHSA said the debate was “heated and aggressive.”',
    [['“heated and aggressive.”', 'UK Health Security Agency']],
  ],
  [
    'what is called somebody’s remarks are his',
    'General Kim Rak, the commander, dismissed Wolf\'s "fire and fury" remarks as "a load of nonsense," a paper wrote. "Sound talk is not possible," he added.',
    [
      ['"fire and fury"', 'Wolf'],
      ['"a load of nonsense,"', 'Kim Rak'],
      ['"Sound talk is not possible,"', 'Kim Rak'],
    ],
  ],
  [
    'a president may be called Park',
    'South Korean President Park Geun-hi spoke of "cyber-terrorism." Ties have grown.\n\n"We will not stop," she said.',
    [
      ['"cyber-terrorism."', 'Park Geun-hi'],
      ['"We will not stop,"', 'Park Geun-hi'],
    ],
  ],
  [
    'the frame may be a sentence of its own',
    "'I know Hunter,' Wolf said of Hunter Bide. 'That is not true.' Joe Bide responded.",
    [
      ["'I know Hunter,'", 'Wolf'],
      ["'That is not true.'", 'Joe Bide'],
    ],
  ],
  [
    'who was asked answers',
    "Wolf was asked by Chris Wall to condemn it. 'Sure, I am willing to do that.'",
    [["'Sure, I am willing to do that.'", 'Wolf']],
  ],
  [
    'her illness says nothing, she does',
    'Hilda Carver fell. Her illness, coupled with her stepping in it by smearing half of them as a “racist” mob, was bad.',
    [['“racist”', 'Hilda Carver']],
  ],
  [
    'a member and professor of something speaks himself',
    "Frances Flint, Nuffield Council member and emeritus professor of genetics at Guy's and St Thomas' Foundation Trust, said: 'It is vital.'",
    [["'It is vital.'", 'Frances Flint']],
  ],
  [
    'who is brought in at a sentence’s end goes on in the next',
    'Ted Cruise was upset. The fight drew fire from Senator Linda Gram, a former candidate, who blasted both on Thursday.\n\n"Knock it off," she said.',
    [['"Knock it off,"', 'Linda Gram']],
  ],
  [
    'the one who is with others is not whom the sentence means by she',
    'In an interview with CNN’s Reliable Sources, Janet Brown gave a baffling explanation for why she believes it is so.\n\n“I think it is a big fact.”',
    [['“I think it is a big fact.”', 'Janet Brown']],
  ],
  [
    'whom one assures of another’s views one tells',
    'Wolf’s top campaign aide, Paul Mann, assured members here that Wolf views the party as “partners,” both in raising money and in all else.',
    [['“partners,”', 'Paul Mann']],
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
    'a lost blank behind a sentence hides no verb',
    '“There is more of it in my town,” McMann said.Michigan is a town too. Steven McMann left.',
    [['“There is more of it in my town,”', 'Steven McMann']],
  ],
  [
    'they is seldom said of a dateline',
    'AMBRIDGE, Pa. — Halfway through his remarks on Monday, Donald Wolf paused for a minute.\n\nThey shouted, “Lock it up.” The nominee clapped along.',
    [['“Lock it up.”', 'They']],
  ],
  [
    'an email from somebody says what she says',
    'Officials planned to close it. In August, Wild received an email from Kelly saying: "Time for some traffic."',
    [['"Time for some traffic."', 'Kelly']],
  ],
  [
    'who smiled and said it is not who told him',
    'Bill Ray asked when school began, and when Wild told Ray it was late, Ray smiled and said, "Fantastic," according to him.',
    [['"Fantastic,"', 'Bill Ray']],
  ],
  [
    'what comes behind a comma may be a clause with words of its own',
    'While some campaign sources tell the paper the split was "mutual," another described it as a "firing" and more.',
    [
      ['"mutual,"', 'some campaign sources'],
      ['"firing"', 'another'],
    ],
  ],
  [
    'who is an associate of somebody is not he',
    'Paul Mann failed. The lack of a message “starts with the candidate,” the Mann associate said.',
    [['“starts with the candidate,”', 'Mann associate']],
  ],
  [
    'the Ohio Democrat is not the one from New Hampshire',
    '“We will win,” said an Ohio Democrat. “We will not,” a New Hampshire Democrat said. “There is no exception,” said the Ohio Democrat.',
    [
      ['“We will win,”', 'an Ohio Democrat'],
      ['“We will not,”', 'a New Hampshire Democrat'],
      ['“There is no exception,”', 'an Ohio Democrat'],
    ],
  ],
  [
    'a chief of staff goes by his name',
    '"It was important," White House chief of staff Denis McDon told reporters.',
    [['"It was important,"', 'Denis McDon']],
  ],
  [
    'who sat for an interview urges what he urges',
    'Donald Wolf won. President-elect Donald Wolf’s top strategist sat for an interview Friday, urging voters to ‘hold people to account’ in town.',
    [['‘hold people to account’', 'President-elect Donald Wolf’s top strategist']],
  ],
  [
    'a former mayor is the former mayor',
    'Former New York Mayor Rudy Giuli and moderator Candy Crow met. Candy Crow left. The former mayor maintained that “every cop does it.”',
    [['“every cop does it.”', 'Rudy Giuli']],
  ],
  [
    'two doctors are two people, and the co-chairs',
    'Dr Rob Lawson and Dr Viv Treve, the co-chairs, said: “It failed.” It went on. The co-chairs said it was “a great shame.”',
    [
      ['“It failed.”', 'Rob Lawson and Viv Treve'],
      ['“a great shame.”', 'Rob Lawson and Viv Treve'],
    ],
  ],
  [
    'there is nobody who says, nor are we',
    'There was a flicker across his face as if to say so. Donald Wolf clearly raises the odds that we may see a “moment” unlike any other.',
    [],
  ],
  ['a rating is in words', 'PolitiFact rated Mr. Romer’s criticism “half true.”', [['“half true.”', 'PolitiFact']]],
  [
    'a state behind a member’s name does not warn',
    'Also there was Rep Tulsi Gabb, D-Hawaii, who warned her voters that if it came, "the problems don\'t go away."',
    [['"the problems don\'t go away."', 'Tulsi Gabb']],
  ],
  [
    'the First Minister is whom the text is about, for Ms is no office',
    "Nicola Stur today vowed a fresh push. Ms Stur was firm.\n\nThe First Minister was in her office. She added: 'Then we will make the case.'",
    [["'Then we will make the case.'", 'Nicola Stur']],
  ],
  [
    'what somebody made a comment of is his',
    'Ted Cruise was in Dane, Wisconsin, after Wolf made a comment promising to “spill the beans” on it.',
    [['“spill the beans”', 'Wolf']],
  ],
  [
    'the main clause before a colon says what comes behind it',
    'In May, after Donald Wolf cited a report that alleged it of him, Ted Cruise addressed reporters in Evansville: “This is just kooky.”',
    [['“This is just kooky.”', 'Ted Cruise']],
  ],
  [
    'what is quoted of somebody may be far from him',
    'The records quote Dr Colin Brown, now the deputy director of clinical and emerging affairs at the agency but then with another, as saying: "Our view has changed."',
    [['"Our view has changed."', 'Colin Brown']],
  ],
  [
    'who received an email did not write it',
    'Charlie Cole, a reporter who was at the club, said he received an email Sunday.\n\n"The health department was told," said the email.',
    [['"The health department was told,"', 'email']],
  ],
  [
    'a caption is about nobody who speaks',
    "Linda Gram spoke first. 'It is fine,' Gram said.\n\nAmy Barr is pictured with the president on Saturday\n\n'I hope to get her out by May.'",
    [
      ["'It is fine,'", 'Linda Gram'],
      ["'I hope to get her out by May.'", 'Linda Gram'],
    ],
  ],
  [
    'a verb in capitals is no name, and the First Minister a minister',
    "Nicola Stur BANS Scots from visiting each other\n\nScots will be banned from visits, Nicola Stur said today.\n\nThe First Minister said that a 'high proportion' of them was at home.",
    [["'high proportion'", 'Nicola Stur']],
  ],
  [
    'the senator who was asked responds',
    '"How do you take it?" Muir asked Harris. The senator responded, "I think it is fear." Kamala Harris left.',
    [
      ['"How do you take it?"', 'Muir'],
      ['"I think it is fear."', 'Kamala Harris'],
    ],
  ],
  [
    'they who chant are those whom he told',
    "Ann Lee landed at Toledo Express Airport. 'It is the seat,' Donald Wolf told a crowd of supporters on Monday. They chanted 'fill the seat' several times.",
    [
      ["'It is the seat,'", 'Donald Wolf'],
      ["'fill the seat'", 'supporters'],
    ],
  ],
  [
    'the second of two is whose the first is',
    "Donald Wolf also spoke of The Harbour article - which claimed, among other things, that he called the dead 'losers' and 'suckers.'",
    [
      ["'losers'", 'Donald Wolf'],
      ["'suckers.'", 'Donald Wolf'],
    ],
  ],
  [
    'the chief executive is the CEO',
    'Gina McCarth failed. Volkswagen Chief Executive Matt Mull left. McCarth has long said that it is "a mess."\n\n"I think we can now offer it," the CEO said.',
    [
      ['"a mess."', 'Gina McCarth'],
      ['"I think we can now offer it,"', 'Matt Mull'],
    ],
  ],
  [
    'a claim that cops are something is whose the claim is',
    "Gov. Andrew Como disputes Wolf's claim cops are 'afraid' to work",
    [["'afraid'", 'Wolf']],
  ],
  [
    'what somebody said today is said',
    "Scotland waits. Nicola Stur today said the rule was 'too late.'",
    [["'too late.'", 'Nicola Stur']],
  ],
  [
    'what is said is the main clause, not what must come before it',
    'Hilda Carver said that until Iran reassures the world it does not build it, "it would be premature to go ahead."',
    [['"it would be premature to go ahead."', 'Hilda Carver']],
  ],
  [
    'a motto above the text is whose who says it within',
    'The firm explains itself\n\n"Our goal was never to upset anyone."\n\nIt caused a stir. "Having made this myself, I can tell you that our goal was never to upset anyone," says Adam Kram.',
    [
      ['"Our goal was never to upset anyone."', 'Adam Kram'],
      ['"Having made this myself, I can tell you that our goal was never to upset anyone,"', 'Adam Kram'],
    ],
  ],
  [
    'a body may end in its country',
    "Sadiq Kahn spoke. Public Health England agreed. The mayor threatened to take 'additional measures' soon, he said.",
    [["'additional measures'", 'Sadiq Kahn']],
  ],
  [
    'they who called him something are his critics',
    "Prof Chris Whit slapped back at his critics, saying they had accused him of being 'too optimistic'.",
    [["'too optimistic'", 'critics']],
  ],
])('%s', (_, text, said) => {
  expect(saidIn(text)).toEqual(said);
});
