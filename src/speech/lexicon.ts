// English words that the speech layer goes by: verbs and nouns of speech, titles, roles, first names. Data, no rules.

/** A verb form's part in attributing words: what it takes after it decides what may be quoted or reported. */
export type SpeechVerb = {
  readonly base: string;
  /** `say` takes a quotation or a that-clause; `name` takes a description ("called it “a mess”"); `think` is inner speech. */
  readonly family: 'say' | 'name' | 'think';
  readonly form: 'base' | 's' | 'past' | 'ing' | 'participle';
  /** The form is also a common noun ("the report", "his claims"), so it needs a subject right before it. */
  readonly noun: boolean;
};

const SAY =
  'say tell add ask reply respond answer note write tweet retweet post state claim argue insist maintain contend assert allege declare announce ' +
  'proclaim explain clarify describe recall remember recount relate remark comment observe mention point acknowledge admit concede confess ' +
  'confirm deny dispute counter retort rebut reiterate repeat restate emphasize emphasise stress underline underscore highlight warn caution threaten ' +
  'promise pledge vow swear guarantee assure reassure urge encourage challenge exhort implore plead beg demand request order instruct command direct advise recommend suggest ' +
  'propose predict forecast speculate conclude continue begin start joke quip crack muse wonder ponder complain lament grumble gripe protest object whine ' +
  'whisper mutter murmur mumble shout yell scream cry exclaim roar thunder bellow bark snap chant sing boast brag gush marvel rave testify attest ' +
  'report reveal disclose divulge signal hint imply intimate indicate inform notify remind teach agree disagree concur chime interject interrupt ' +
  'press charge rant fume rail preach lecture scold chide admonish rebuke boom drawl sigh laugh chuckle sneer scoff growl hiss sob ' +
  'summarize summarise quote cite paraphrase read spell articulate express voice echo opine theorize theorise posit venture offer volunteer ' +
  'affirm reaffirm certify stipulate elaborate expound philosophize deadpan tease taunt prod inquire enquire query question quiz message text email blog ' +
  'dictate decree rule apologize apologise crow sum recite intone pronounce banter bemoan caption headline put go proffer peddle parrot spout bluster surmise grouse carp seethe vent snipe demur hedge pontificate reminisce recollect foresee envision envisage broach float';
const NAME =
  'call label brand dub denounce decry condemn blast slam rip bash hammer lambaste excoriate criticize criticise fault blame accuse ' +
  'deride mock ridicule lampoon dismiss reject repudiate disavow praise laud hail tout commend applaud salute thank congratulate credit ' +
  'characterize characterise portray paint cast depict refer term deem decry attack assail skewer trash disparage belittle insult denigrate ' +
  'defend justify excuse rate compare liken declare discuss detail outline lay talk speak invoke use recommend cheer welcome bill pan vilify castigate chastise tag knock pillory demonize demonise demean malign smear berate upbraid censure deplore eviscerate scorn torch roast';
const THINK =
  'think believe feel hope expect fear worry want know consider view regard see understand realize realise suspect doubt assume find';

const IRREGULAR: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  say: ['said', 'said'],
  tell: ['told', 'told'],
  write: ['wrote', 'written'],
  swear: ['swore', 'sworn'],
  begin: ['began', 'begun'],
  cry: ['cried', 'cried'],
  deny: ['denied', 'denied'],
  reply: ['replied', 'replied'],
  testify: ['testified', 'testified'],
  clarify: ['clarified', 'clarified'],
  justify: ['justified', 'justified'],
  certify: ['certified', 'certified'],
  notify: ['notified', 'notified'],
  imply: ['implied', 'implied'],
  vilify: ['vilified', 'vilified'],
  pillory: ['pilloried', 'pilloried'],
  query: ['queried', 'queried'],
  worry: ['worried', 'worried'],
  sing: ['sang', 'sung'],
  teach: ['taught', 'taught'],
  read: ['read', 'read'],
  put: ['put', 'put'],
  go: ['went', 'gone'],
  cast: ['cast', 'cast'],
  lay: ['laid', 'laid'],
  speak: ['spoke', 'spoken'],
  think: ['thought', 'thought'],
  feel: ['felt', 'felt'],
  know: ['knew', 'known'],
  see: ['saw', 'seen'],
  find: ['found', 'found'],
  understand: ['understood', 'understood'],
  quiz: ['quizzed', 'quizzed'],
};
const DOUBLED = new Set(
  'demur quip admit dub rip brag rebut pan chat tag grin sob begin sum chip hit prod quip plan concur confer refer chum slam knit sum'.split(
    ' ',
  ),
);
const NOUN_TOO = new Set(
  (
    'claim challenge report call demand comment note charge promise pledge vow answer question state request order command quote press text message email post tweet ' +
    'remark mention hint signal warning plea joke crack boast protest object cry shout yell scream chant view label brand attack blast credit blame praise ' +
    'term use rule start press point offer express voice read query detail outline discuss lecture sigh laugh thank find bill direct cast mock dispute ' +
    'applaud cheer fault defend insult link thought ' +
    'compliment doubt hope fear worry concern want talk echo caution threat murmur paint headline caption blog spell tag relate knock text slam rant tease carp vent hedge spout float smear censure scorn torch roast parrot'
  ).split(' '),
);

function inflect(base: string): readonly (readonly [string, SpeechVerb['form']])[] {
  const irregular = IRREGULAR[base];
  const consonantY = /[^aeiou]y$/u.test(base);
  const stem = DOUBLED.has(base) ? base + base.at(-1) : base;
  const s = consonantY ? `${base.slice(0, -1)}ies` : /(?:s|x|z|ch|sh|o)$/u.test(base) ? `${base}es` : `${base}s`;
  const ed = consonantY ? `${base.slice(0, -1)}ied` : base.endsWith('e') ? `${base}d` : `${stem}ed`;
  const ing = base.endsWith('ee') || !base.endsWith('e') ? `${stem}ing` : `${base.slice(0, -1)}ing`;
  const past = irregular?.[0] ?? ed;
  const participle = irregular?.[1] ?? ed;
  return [
    [base, 'base'],
    [s, 's'],
    [participle, 'participle'],
    [past, 'past'],
    [ing, 'ing'],
  ];
}

/** Verb forms in lower case. A past form that is also the participle is listed as `past`. */
export const VERBS: ReadonlyMap<string, SpeechVerb> = new Map(
  (
    [
      [THINK, 'think'],
      [NAME, 'name'],
      [SAY, 'say'],
    ] as const
  ).flatMap(([bases, family]) =>
    bases.split(' ').flatMap((base) =>
      inflect(base).map(([word, form]) => {
        const noun = NOUN_TOO.has(base) && (form === 'base' || form === 's');
        return [word, { base, family, form, noun } satisfies SpeechVerb] as const;
      }),
    ),
  ),
);

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

/** Verbs that report without a quotation when a clause follows ("said the plan was dead"), or a `that`. */
export const CLAUSE_VERBS = set(
  'say tell add note claim argue insist maintain contend assert allege declare announce explain recall remember acknowledge admit concede confess confirm deny ' +
    'reiterate repeat emphasize emphasise stress warn caution threaten promise pledge vow swear guarantee assure believe think suggest predict conclude complain ' +
    'testify report reveal disclose hint imply indicate agree hope fear expect worry write tweet state observe remark mention affirm reaffirm joke boast ' +
    'lament signal underline underscore propose recommend reply respond answer counter wonder ask deem speculate proclaim clarify know doubt point',
);
/** Verbs of asking somebody to act: reported when an infinitive follows ("instructed the ministry to communicate"). */
export const ORDER_VERBS = set(
  'ask tell order instruct command direct urge encourage challenge advise exhort implore beg request warn remind promise pledge vow threaten offer refuse demand call plead propose swear agree',
);

/** What can stand between a subject and its verb. */
export const AUXILIARIES = set(
  "has have had did do does will would could should might may must can cannot is was were are been be being didn't doesn't don't won't wouldn't hasn't hadn't wasn't " +
    'also later then once again never often always still already just soon first even ever now since thus therefore instead ' +
    "reportedly himself herself themselves itself all both not n't too yesterday today earlier further long tonight twice repeatedly famously",
);
export const BE_FORMS = set("is was were are been be being am 's wasn't isn't weren't gets got get");

export const PRONOUNS = set('he she they it we i you');
export const DETERMINERS = set(
  'the a an one another his her its their our my this that these those each every some several many most few both two three four five six ten other no any',
);
export const POSSESSIVES = set('his her its their our my your whose');
export const PREPOSITIONS = set(
  'in on at of for from with by to about after before during against over under between among through into onto upon without within as like than since until till near outside inside across amid despite following regarding toward towards via per around behind beside off up down out along beyond above below because',
);
export const CONJUNCTIONS = set(
  'and but or nor so yet while when whereas because although though if unless that as since after before where whether until once what how why which who whom whose',
);
export const SUBORDINATORS = set(
  'while when whereas because although though if unless that as since after before where whether until once what how why which than',
);

export const SPEECH_NOUNS = set(
  'answer answers claim claims statement statements tweet tweets response responses message messages remark remarks comment comments description suggestion promise vow pledge call calls ' +
    'criticism assertion assertions argument contention boast warning letter speech question questions words reply replies line mantra quote quotes refrain motto advice verdict reaction explanation ' +
    'conclusion email e-mail memo note post interview address testimony plea demand accusation accusations allegation complaint prediction comeback retort quip joke reminder rallying point characterization ' +
    'sentiment declaration denial defense defence observation insistence admission apology caption text pitch op-ed column article essay editorial story report review opinion ruling dissent filing lawsuit complaint charge charges suggestions announcement announcements revelation disclosure evaluation assessment belief view opinion notion theory lie lies insult insults barb jab dig threat tirade rant outburst retelling account phrase',
);
/** Nouns after which a stretch in marks is a name or a title, not speech. */
export const WORK_NOUNS = set(
  'author book books novel novels film films movie movies song songs show shows program programme series album play musical sitcom documentary podcast memoir magazine episode segment ' +
    'host hosts hosted co-host co-hosted starred starring stars sang sings singing entitled titled headlined band anthem hymn poem painting game exhibit exhibition opera ballet track single ' +
    'bestseller best-seller thriller thrillers novellas memoirs essays poems albums episodes biographies documentaries newspapers magazines biography autobiography trilogy sequel comedy drama thriller novella newsletter blog column sculpture photograph hit video ad commercial headline anchor moderator spot',
);
/** Words after which a stretch in marks is a way of naming things. */
export const NAMING = set(
  'so-called nicknamed dubbed named known termed called term terms word words phrase phrases expression slogan slogans hashtag hashtags label labels moniker nickname sobriquet acronym motto codenamed code-named headline headlines title titles banner styled self-described self-styled ' +
    'meaning means sign signs banner banners placard placards t-shirt t-shirts shirt shirts hat hats poster posters sticker stickers chapter section alias',
);
export const NOT_SPEAKERS = set(
  'sign signs banner banners placard placards shirt shirts t-shirt t-shirts hat hats poster posters sticker stickers slogan caption',
);

/** What one of a people is called: "the Spaniard" is no name. */
export const NATIONALS = set(
  'spaniard frenchman dutchman scotsman englishman irishman welshman scot swede dane pole turk finn serb croat briton argentine italian german brazilian belgian norwegian american australian canadian mexican colombian uruguayan egyptian russian ukrainian',
);

/** Titles before a name, in lower case without their point. */
export const TITLES = set(
  'magistrate td msp mla mep ssp dsp dcp acp dgp ceo cfo coo president vice prime minister chancellor king queen prince princess emperor pope senator sen sens representative rep reps congressman congresswoman governor gov lt lieutenant ' +
    'mayor deputy secretary attorney general gen col colonel maj major capt captain sgt sergeant cpl corporal adm admiral cmdr commander brig brigadier sheriff chief judge justice ' +
    'speaker leader chairman chairwoman chair chairperson ambassador director commissioner councilman councilwoman councilmember councillor councilor alderman assemblyman assemblywoman delegate treasurer ' +
    'professor prof dr doctor mr mrs ms miss mx sir lady lord dame baron baroness rev reverend father fr sister brother bishop archbishop cardinal rabbi imam ayatollah sheikh pastor ' +
    'spokesman spokeswoman spokesperson press first former then-president ex-president candidate nominee officer airman seaman detective inspector superintendent supt insp constable private nurse coach ' +
    'majority minority whip state national premier foreign finance defense defence interior assistant acting interim associate special counsel agent prosecutor editor host anchor reporter correspondent hon pres comptroller auditor solicitor u.s us rancher businessman billionaire comedian actor actress republican democrat democratic gop conservative labour liberal libertarian tory gov-elect president-elect vice-president co-chair surgeon staff sens messrs ceo cfo coo cto striker midfielder defender goalkeeper winger manager pensioner neighbour neighbor mum dad grandmother grandfather executive trooper class specialist guest co-host contributor analyst economist strategist pollster activist spokeswomen attorney-general secretary-general governor-general vp svp evp gm mp mep msp pm cllr',
);
export const TITLE_TAILS = set(
  'state defense defence treasury labor education energy commerce interior agriculture transportation health human services homeland security veterans affairs housing foreign national intelligence justice finance army navy air force staff operations communications policy house senate trade war culture water public works',
);
export const HONORIFICS: ReadonlyMap<string, 'male' | 'female' | null> = new Map([
  ['mr', 'male'],
  ['sir', 'male'],
  ['lord', 'male'],
  ['king', 'male'],
  ['prince', 'male'],
  ['father', 'male'],
  ['pope', 'male'],
  ['mrs', 'female'],
  ['ms', 'female'],
  ['miss', 'female'],
  ['lady', 'female'],
  ['dame', 'female'],
  ['queen', 'female'],
  ['princess', 'female'],
  ['baroness', 'female'],
]);

/** Nouns for people and bodies that speak; with suffixes handled by `isRole`. */
const ROLES = set(
  'head chief boss mayor senator president spokesman spokeswoman spokesperson official officials aide aides adviser advisers advisor advisors ally allies critic critics expert experts analyst analysts ' +
    'lawyer lawyers attorney attorneys judge justice leader leaders lawmaker lawmakers member members source sources person people man woman men women boy girl child mother father husband wife brother sister son daughter ' +
    'uncle aunt cousin friend friends neighbor neighbors neighbour neighbours resident residents voter voters student students teacher teachers doctor doctors nurse physician surgeon scientist scientists researcher researchers professor professors ' +
    'scholar historian author writer journalist reporter reporters editor correspondent columnist host anchor moderator pundit commentator candidate candidates nominee opponent opponents rival rivals challenger incumbent ' +
    'republican republicans democrat democrats conservative conservatives liberal liberals independent activist activists organizer organiser protester protesters protestor demonstrator demonstrators supporter supporters backer backers fan fans ' +
    'governor secretary minister chancellor premier king queen prince princess pope bishop archbishop cardinal pastor priest rabbi imam sheriff police officer officers detective inspector commissioner prosecutor prosecutors defendant plaintiff witness witnesses victim survivor suspect ' +
    'general admiral colonel captain lieutenant sergeant soldier veteran commander ambassador diplomat diplomats envoy negotiator director manager executive executives chairman chairwoman chair chairperson founder co-founder owner partner ceo engineer architect farmer worker workers employee employees ' +
    'mogul tycoon businessman businesswoman billionaire millionaire entrepreneur investor economist economists strategist pollster operative consultant fundraiser donor donors staffer staffers speaker ' +
    'congressman congresswoman representative representatives delegate delegates assemblyman councilman councilwoman councilmember councillor treasurer auditor comptroller regulator regulators clerk guard driver pilot coach player actor actress singer comedian musician artist ' +
    'heavyweight heavyweights stalwart stalwarts hardliner hardliners hawk hawks dove doves moderate moderates loyalist loyalists bigwig bigwigs vendor vendors eyewitness eyewitnesses pensioner pensioners motorist motorists passer-by novelist poet star celebrity native grandfather grandmother parents parent couple family widow ' +
    'department ministry agency office bureau commission committee council company firm corporation union group association organization organisation party campaign administration government court panel board team network channel station newspaper paper magazine ' +
    'embassy bank school university college hospital church institute foundation center centre think-tank caucus coalition alliance league federation authority military army navy pentagon congress senate parliament cabinet kremlin vatican ' +
    'statement letter memo email e-mail report documents records papers filings files emails brochure leaflet announcement dossier communique document filing lawsuit complaint tweet ad website post study survey editorial article book ruling opinion order resolution release transcript message note text testimony indictment affidavit ' +
    'one others some many another several everyone someone somebody nobody hundreds dozens thousands both each most few crowd audience onlookers observers insiders colleague colleagues counterpart predecessor successor deputy veteran newcomer heir prodigy firebrand maverick heckler senators governors mayors presidents ministers secretaries congressmen congresswomen justices candidates nominees generals ambassadors directors managers diplomats editors writers authors journalists commentators pundits bishops priests pastors detectives pilots players coaches drivers nurses doctors chairmen owners founders investors hosts anchors moderators exec execs reps dems aide-de-camp superintendent principal trainer recruiter tutor counselor organizers delegation staff backbencher backbenchers mps mp peer peers whip whips unionists remainers counsel camp campaigns mother-in-law front-runner frontrunner contender hopeful standard-bearer favorite outsider insider caller viewer reader user customer patient tenant landlord ranger firefighter trooper agent agents whistleblower lobbyist striker midfielder defender goalkeeper forward winger playmaker skipper captain batsman bowler golfer boxer sprinter athlete referee umpire pensioner plumber fan mum dad ' +
    'spaniard scot swede dane pole turk finn serb croat briton argentine italian german brazilian belgian norwegian american australian canadian mexican colombian uruguayan egyptian russian ukrainian ' +
    'figure figures nation country state city party',
);

/** Whether a lower-case noun names a person or a body that could speak. */
export function isRole(word: string): boolean {
  const plain = word.replace(/['’]s?$|^(?:co|ex|vice)-/gu, '');
  if (ROLES.has(plain) || /^\p{Nd}{2}-year-old$/u.test(plain)) return true;
  if (plain.length < 6) return false;
  return /(?:woman|women|man|men|person|ologist|ologists|ist|ists|ician|icians|eer|eers|crat|crats|holder|holders|keeper|goer|goers|maker|makers|leader|leaders|worker|workers|writer|writers|master|secretary|advocate|advocates|spokesmen)$/u.test(
    plain,
  );
}

/** Words that make a capitalised run a body, a place or a thing rather than a person. */
export const BODY_WORDS = set(
  'observer inquirer examiner chronicle dispatch sentinel courant guardian telegraph mirror globe bulletin intelligencer monitor register beast independent express playbook gazetteer airways pharmaceuticals holdings technologies laboratories hospitals studios pictures records entertainment foods brands stores markets partners capital ventures consulting committee department university college school ministry agency office bureau commission council company corporation corp inc co llc ltd group union association organization organisation party campaign administration government court board ' +
    'house senate congress parliament cabinet news times post journal tribune herald gazette courier daily magazine press network radio television tv broadcasting alliance coalition league federation foundation institute center centre caucus church hospital bank airport street avenue road bridge river lake ' +
    'county city state states nations world national international security intelligence service services police force army navy guard pentagon kremlin instagram tiktok youtube whatsapp snapchat reddit linkedin capitol hill act bill law amendment plan project fund society club team twitter facebook google hotel tower towers casino park hall library museum theater theatre island islands ocean sea mountain ' +
    'convention conference summit debate primary election district north south east west southern northern eastern western new los las san saint st fort mount el democrats republicans conservatives liberals labour americans america britain europe war day week month year night show awards medal prize trust authority industries systems energy oil airlines motors ' +
    'republic kingdom emirates legislature assembly constitution bible treasury chamber academy bar confederation library reuters xinhua tass interfax belta kyodo yonhap bloomberg politico breitbart today white supreme oval air web internet democratic republican green tea black lives matter',
);
const PLACES = set(
  'venezuela colombia brazil argentina chile peru ecuador bolivia nicaragua honduras guatemala haiti jamaica spain portugal italy greece sweden norway finland denmark netherlands belgium austria switzerland hungary romania bulgaria serbia croatia slovenia slovakia moldova estonia latvia lithuania armenia azerbaijan kazakhstan uzbekistan mongolia vietnam thailand myanmar malaysia singapore indonesia philippines taiwan nepal bangladesh bhutan lebanon yemen oman qatar kuwait bahrain tunisia algeria morocco sudan ethiopia eritrea somalia kenya uganda rwanda congo nigeria ghana senegal niger gabon cameroon angola zambia zimbabwe mozambique botswana namibia malawi tanzania madagascar ' +
    'delhi mumbai kolkata dubai kabul baghdad damascus tehran cairo beirut nairobi lagos abuja pretoria melbourne toronto ottawa vancouver montreal dublin edinburgh glasgow belfast cardiff manchester liverpool birmingham rome madrid barcelona lisbon athens vienna budapest prague warsaw stockholm oslo helsinki copenhagen amsterdam geneva zurich bucharest belgrade zagreb istanbul ankara tokyo seoul pyongyang hanoi bangkok manila jakarta havana caracas bogota ' +
    'washington london paris moscow beijing minsk kyiv kiev brussels berlin chicago boston detroit philadelphia miami dallas houston atlanta cleveland phoenix denver seattle baltimore pittsburgh cincinnati milwaukee minneapolis tampa orlando charlotte richmond ' +
    'alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania hampshire jersey york carolina dakota rhode tennessee texas utah vermont virginia wisconsin wyoming ' +
    'russia china iran iraq syria mexico canada israel ukraine belarus germany france poland india japan korea libya afghanistan pakistan turkey egypt cuba england scotland wales ireland britain america europe asia africa nato congress isis obamacare medicare medicaid twitter facebook brexit christmas easter thanksgiving ramadan internet islam god ' +
    'democrats republicans americans russians christians muslims jews latinos hispanics muslim jewish christian hispanic latino d.c african-american african white black native',
);
export function isPlace(lower: string): boolean {
  return PLACES.has(lower);
}

export const DEMONYMS = set(
  'american british english french german russian chinese japanese indian israeli iranian iraqi syrian mexican canadian ukrainian belarusian polish italian spanish turkish egyptian saudi korean australian scottish irish welsh dutch swedish norwegian danish finnish greek hungarian czech cuban brazilian european african asian ' +
    'palestinian afghan pakistani vietnamese filipino colombian venezuelan argentine catholic muslim jewish texan californian republican democrat democratic conservative labour liberal libertarian gop tory u.s us u.k uk eu u.n un nato soviet western',
);
export const CALENDAR = set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun',
);

/** Words that are capitalised only because a sentence starts with them. */
export const STARTERS = set(
  'the a an this that these those there he she it they we you i in on at but and or so if when while after before as for however meanwhile his her their our its my your yes no what who why how where which not now then still yet also even once ' +
    'asked speaking earlier later last next since until during despite although though because with without from to by of about against among amid under over according both many most some several few all another one two three four five six seven eight nine ten other others each every such just only perhaps maybe instead ' +
    'well ok okay please thanks today yesterday tomorrow tonight recently finally eventually moments minutes hours days weeks months years critics supporters officials police reporters lawmakers voters residents authorities protesters democrats republicans aides advisers analysts experts people sources prosecutors investigators researchers scientists students ' +
    "it's he's she's they're we're i'm i've that's here here's let don't can't watch read see more photo photos video updated breaking told like unlike citing calling saying noting adding responding referring following given former both nobody everyone everybody someone anyone nothing something everything part much less more too very rather quite indeed nor neither either whether whatever whoever inside outside near across " +
    'again soon never always often sometimes ugh wow oh ah hey hmm yeah hello sorry congratulations ex nonetheless furthermore moreover additionally similarly likewise hence besides elsewhere overall alas regardless meantime afterward afterwards otherwise anyway granted story related advertisement image images credit source sources update note follow click share subscribe popular photograph caption editor ' +
    'ask further farther story continued advertisement pay note notice consider imagine remember look listen compare check click speaker per guests campaign first second third fellow longtime ' +
    'interview analysis explainer exclusive opinion factbox roundup commentary transcript highlights documents records papers figures neighbours neighbors tensions residents',
);

const MALE_ROLES =
  /(?:sman|\bman|father|husband|brother|son|uncle|king|prince|businessman|chairman|spokesman|boy|grandfather)$/u;
const FEMALE_ROLES = /(?:woman|mother|wife|sister|daughter|aunt|queen|princess|lady|actress|girl|grandmother|widow)$/u;
export function genderOfRole(role: string): 'male' | 'female' | null {
  return FEMALE_ROLES.test(role) ? 'female' : MALE_ROLES.test(role) ? 'male' : null;
}

/** States by the wire's abbreviation, without points, and by what their people are called. */
export const STATES: ReadonlyMap<string, string> = new Map(
  (
    'ala alabama alabaman|ariz arizona arizonan|ark arkansas arkansan|calif california californian|colo colorado coloradan|conn connecticut|' +
    'del delaware delawarean|fla florida floridian|ga georgia georgian|idaho idahoan|ill illinois illinoisan|ind indiana hoosier|iowa iowan|' +
    'kan kansas kansan|ky kentucky kentuckian|la louisiana louisianan|maine mainer|md maryland marylander|mass massachusetts|mich michigan michigander|' +
    'minn minnesota minnesotan|miss mississippi mississippian|mo missouri missourian|mont montana montanan|neb nebraska nebraskan|nev nevada nevadan|' +
    'ohio ohioan|okla oklahoma oklahoman|ore oregon oregonian|pa pennsylvania pennsylvanian|tenn tennessee tennessean|tex texas texan|utah utahn utahan|' +
    'vt vermont vermonter|n.h hampshire|n.j jersey|n.y york yorker|n.m mexico|n.c s.c carolina carolinian|n.d s.d dakota dakotan|r.i rhode|va virginia virginian|wash washington washingtonian|wis wisconsin wisconsinite|wyo wyoming|alaska alaskan|hawaii hawaiian'
  )
    .split('|')
    .flatMap((line) => {
      const words = line.split(' ');
      const state = words.find((word) => isPlace(word))!;
      return words.map((word) => [word, state] as const);
    }),
);

/** Words for the same office, so that "the senator" finds "Sen. Smith". */
export const SAME_ROLE: Readonly<Record<string, readonly string[]>> = {
  sen: ['senator', 'lawmaker'],
  senator: ['lawmaker'],
  rep: ['representative', 'congressman', 'congresswoman', 'lawmaker'],
  representative: ['congressman', 'congresswoman', 'lawmaker'],
  congressman: ['representative', 'lawmaker'],
  congresswoman: ['representative', 'lawmaker'],
  gov: ['governor'],
  pres: ['president'],
  president: ['leader', 'commander'],
  gen: ['general'],
  prof: ['professor'],
  dr: ['doctor', 'physician'],
  nominee: ['candidate'],
  candidate: ['nominee', 'contender'],
  minister: ['leader'],
  mogul: ['businessman', 'tycoon', 'billionaire', 'developer', 'magnate'],
  billionaire: ['businessman', 'mogul', 'tycoon'],
  businessman: ['mogul', 'tycoon', 'billionaire'],
  capt: ['captain'],
  col: ['colonel'],
  sgt: ['sergeant'],
  lt: ['lieutenant'],
  rev: ['reverend', 'pastor', 'minister'],
  attorney: ['lawyer'],
  executive: ['ceo'],
  lawyer: ['attorney'],
  spokesman: ['spokesperson'],
  spokeswoman: ['spokesperson'],
  republican: ['gop'],
};
