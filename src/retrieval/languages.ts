// What the ranking knows of languages other than English: the words that only hold a text together, words that say little,
// and the endings that inflection adds. A text's language is told by its own words; the lists are read on first use.

import { backgroundWeight } from './background.ts';
import { stem as stemEnglish } from './stem.ts';
import { FUNCTION_WORDS, foldWord } from './terms.ts';

export type Language = {
  /** BCP 47; 'und' where no list fits. */
  readonly tag: string;
  /** A word as it is compared: lower case, accents off where readers do without. */
  readonly fold: (word: string) => string;
  /** Whether a folded word only holds a sentence or a question together. */
  readonly isFunctionWord: (folded: string) => boolean;
  /** The stem of a folded word. */
  readonly stem: (folded: string) => string;
  /** How much a stem says about what a text is about, 0–1, as far as the lists tell; 1 for most. */
  readonly weight: (stem: string) => number;
  /** Whether a capital inside a sentence marks a name: not in German, which writes every noun so. */
  readonly capitalsAreNames: boolean;
};

type Listed = {
  /** Articles, pronouns, prepositions, conjunctions, auxiliaries and question words. */
  readonly words: string;
  /** Words that stand in texts about anything. */
  readonly common?: string;
};

// What stands in texts and questions about anything: its weight beside a word that does not.
const COMMON_WEIGHT = 0.35;

const LISTS: Readonly<Record<string, Listed>> = {
  de: {
    words: `der die das den dem des ein eine einen einem einer eines und oder aber doch denn sondern weil dass daß ob wenn als wie so also
      ich du er sie es wir ihr man mich mir dich dir ihn ihm uns euch ihnen sich mein meine meinen meinem meiner dein deine sein seine seinen
      seinem seiner ihre ihren ihrem ihrer unser unsere euer dieser diese dieses diesen diesem jener jene jenes jeder jede jedes alle alles
      allen aller beide solche welche welcher welches welchen welchem was wer wen wem wessen wo wohin woher wann warum wieso weshalb wie
      wieviel womit wofür wofur woran worauf woraus wovon wovor wozu wodurch worüber wobei ist sind war waren bin bist seid sei wäre wären wird werden wurde
      wurden worden würde würden hat habe haben hatte hatten hätte habt kann können konnte konnten könnte könnten muss müssen musste mussten
      soll sollen sollte sollten will wollen wollte darf dürfen durfte mag möchte lassen lässt in im an am auf aus bei beim mit nach von vom
      vor zu zum zur über unter zwischen durch für gegen ohne um bis seit während wegen nicht kein keine keinen keinem keiner nur auch noch
      schon sehr mehr hier da dort dann nun ja nein etwa bereits dabei dafür damit davon dazu darüber darauf daran daraus dadurch sowie
      wieder immer`,
    common: `viel viele lang lange hoch groß größer oft alt neu gut geben gibt gab machen macht gehen geht kommen kommt tun tut getan passiert
      geschieht heißen heißt jahr tag zeit mensch leute ding sache teil erste zwei drei möglich wichtig sagen sagt sagte gesagt stehen steht
      brauchen braucht finden nehmen bekommen beträgt werde ander andere heute bedeutet bedeuten`,
  },
  nl: {
    words: `de het een en of maar want dus als dan dat die dit deze er hier daar ik jij je u hij zij ze we wij jullie men mij me hem haar ons
      hun zich mijn jouw uw zijn onze wie wat waar wanneer waarom hoe welke welk hoeveel waarin waarmee waarvoor waarop is was waren ben bent
      wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten moest mag mogen zal zullen zou zouden wil willen
      wilde in op aan van voor met bij uit over onder door tegen zonder om tot naar na te ten ter sinds tijdens tussen niet geen ook nog al
      alleen zeer meer wel al deze elk elke alle iets niets zo toen`,
    common: `veel lang groot vaak oud nieuw goed geven geeft maken maakt gaan gaat komen komt doen doet jaar dag tijd mens mensen deel eerste
      twee drie zegt zei gezegd staat nodig vinden`,
  },
  sv: {
    words: `en ett den det de dem och eller men att som om när där här var vad vem vems vilken vilket vilka hur varför hur jag du han hon vi ni
      man mig dig honom henne oss er sig min mitt mina din ditt dina sin sitt sina hans hennes deras vår vårt våra är var vara varit blir
      blev bli har hade ha kan kunde ska skall skulle vill ville måste får fick i på av för med till från under över mellan genom mot utan
      vid efter före inte ingen inga också bara mycket mer så då nu detta denna dessa alla allt någon något några än sedan`,
    common: `många lång stor ofta gammal ny god ge ger göra gör gå går komma kommer år dag tid människor del första två tre säger sade finns`,
  },
  da: {
    words: `en et den det de dem og eller men at som om når hvor her der hvad hvem hvis hvilken hvilket hvilke hvordan hvorfor hvornår jeg du
      han hun vi i man mig dig ham hende os jer sig min mit mine din dit dine sin sit sine hans hendes deres vores er var være været bliver
      blev blive har havde have kan kunne skal skulle vil ville må måtte får fik på af for med til fra under over mellem gennem mod uden ved
      efter før ikke ingen også kun meget mere så da nu dette denne disse alle alt nogen noget nogle end siden
      hva hvem hvorfor når ikke jeg være vært ble blir skal mellom gjennom etter også bare mye noe noen hvilken fra`,
    common: `mange lang stor ofte gammel ny god give giver gøre gør gå går komme kommer år dag tid mennesker del første to tre siger sagde findes`,
  },
  es: {
    words: `el la los las lo un una unos unas y e o u pero sino porque que si como cuando donde mientras aunque pues yo tú tu él ella ellos
      ellas nosotros usted ustedes me te se nos le les mi mis tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa esos
      esas aquel aquella eso esto qué quién quiénes quien quienes cuál cuáles cual cuales cuánto cuánta cuántos cuántas cuanto cuantos cuantas
      cómo cuándo dónde adónde por de del al a en con sin sobre entre para desde hasta hacia según contra ante bajo tras durante es son era
      eran fue fueron ser sido siendo sea está están estaba estar estado hay había haber ha han he había hubo puede pueden podrá podrán podía
      poder debe deben deberá deberán deber no ni ya más muy también sólo solo tan tanto todo toda todos todas otro otra otros otras cada
      mismo misma algún alguna algunos algunas ningún ninguna nada algo así tiene tienen tener tenía tenían va van ir`,
    common: `mucho muchos grande año día tiempo persona personas cosa parte primero dos tres decir dice dijo hacer hace hizo hacen dar da
      pasar pasa llegar quedar nuevo bueno vez haya lugar poner querer quiere`,
  },
  pt: {
    words: `o a os as um uma uns umas e ou mas porque que se como quando onde enquanto embora eu tu ele ela eles elas nós você vocês me te se
      nos lhe lhes meu minha teu tua seu sua seus suas nosso nossa este esta estes estas esse essa esses essas aquele aquela isso isto aquilo
      quem qual quais quanto quanta quantos quantas por de do da dos das ao aos à às em no na nos nas num numa com sem sobre entre para pelo
      pela pelos pelas desde até contra durante é são era eram foi foram ser sido sendo seja está estão estava estar há havia haver tem têm
      tinha ter pode podem podia poder deve devem dever não nem já mais muito também só tão todo toda todos todas outro outra outros outras
      cada mesmo mesma algum alguma alguns algumas nenhum nada algo assim vai vão ir`,
    common: `muitos grande ano dia tempo pessoa pessoas coisa parte primeiro dois três dizer diz disse fazer faz fez dar dá novo bom vez lugar`,
  },
  it: {
    words: `il lo la i gli le un uno una l e ed o ma perché che se come quando dove mentre anche io tu egli lui lei noi voi loro mi ti si ci vi
      ne mio mia tuo tua suo sua suoi sue nostro nostra questo questa questi queste quello quella quelli quelle chi quale quali quanto quanta
      quanti quante cosa di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle
      nel nello nella nei negli nelle sul sullo sulla sui sugli sulle d dell all dall nell sull è sono era erano fu furono essere stato stata
      stati state sia ha hanno aveva avevano avere può possono poteva potere deve devono dovere non né già più molto solo così tanto tutto
      tutta tutti tutte altro altra altri altre ogni stesso stessa alcuni alcune nessuno niente qualche viene vengono`,
    common: `molti grande anno anni giorno tempo persona persone parte primo due tre dire dice detto fare fa fatto dare dà nuovo buono volta`,
  },
  fr: {
    words: `le la les l un une des de du d et ou mais car donc ni que qu qui quoi dont où si comme quand lorsque puisque parce je j tu il elle
      on nous vous ils elles me m te t se s lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos votre vos ce c cet cette ces ceci
      cela ça celui celle ceux celles quel quelle quels quelles lequel laquelle combien comment pourquoi à au aux dans par pour sur sous avec
      sans entre vers chez contre depuis pendant avant après jusque est sont était étaient être été soit sera seront serait suis es sommes êtes
      a ont avait avaient avoir ai as avons avez eu aura aurait peut peuvent pouvait pouvez pouvoir puis doit doivent devait devez devoir faut
      ne n pas plus moins très aussi même tout toute tous toutes autre autres chaque aucun aucune rien déjà encore ainsi là ici afin lors vais
      va vont allez`,
    common: `beaucoup grand an ans année jour temps personne personnes chose partie premier deux trois dire dit disait faire fait faites fais
      donner nouveau bon fois possible lieu cas mettre prendre quelqu existe`,
  },
  ca: {
    words: `el la els les l un una uns unes i o però perquè que si com quan on mentre jo tu ell ella ells nosaltres em et es ens us li els meu
      seva seu seves seus aquest aquesta aquests aquestes això allò qui quin quina quins quines quant quanta quants quantes per de del dels d al als a en amb
      sense sobre entre des fins cap contra durant és són era eren va van ser estat sigui està estan ha han havia haver pot poden podia cal no
      ni ja més molt també només tan tot tota tots totes altre altra altres cada mateix algun alguna cap res així hi`,
  },
  ro: {
    words: `un o unui unei unor și sau dar că să ca dacă când unde cum de ce cine care cât câtă câți câte eu tu el ea noi voi ei ele mă te se ne
      vă îl îi le lui lor meu mea său sa săi sale acest această acești aceste acel acea acei acele asta din în la pe cu fără despre între
      pentru până prin după sub peste spre al a ai ale este sunt era erau fost fi fie are au avea avut poate pot putea trebuie nu nici mai
      foarte tot toată toți toate alt altă alți alte fiecare același doar numai deja astfel`,
  },
  pl: {
    words: `a i w we z ze o na do od po za u przy dla bez pod nad przed między przez oraz lub albo ale lecz że żeby aby jeśli jeżeli gdy kiedy
      gdzie dokąd skąd jak jaki jaka jakie jakich jaką jakiego jakim co czego czemu czym kto kogo komu kim który która które których którego
      której którym którzy ile czy dlaczego po ja ty on ona ono my wy oni one mnie mi cię ciebie go jego jemu mu ją jej nas nam was wam ich im
      nich nim się siebie sobie mój moja moje twój swój swoja swoje swoich nasz wasz ten ta to te tego tej tym tych temu tę tamten jest są był
      była było byli były być będzie będą jestem ma mają miał mieć może mogą można mógł musi muszą należy nie ni tak też także tylko już
      jeszcze bardzo więcej wszystko wszyscy wszystkie każdy każda inny inna inne sam tam tu tutaj więc`,
    common: `dużo wiele duży często stary nowy dobry rok roku lat dzień czas człowiek ludzie rzecz część pierwszy dwa trzy mówi powiedział
      robić zrobić dać`,
  },
  cs: {
    words: `a i o u v ve z ze s se si k ke na do od po za při pro bez pod nad před mezi přes nebo ale že aby jestli jestliže když kdy kde kam
      odkud jak jaký jaká jaké jakých jakou co čeho čemu čím kdo koho komu kým který která které kterých kterého kterou kteří kolik zda proč já
      ty on ona ono my vy oni mě mi mu ho jeho jí její jej nás nám vás vám jich jim nich ním sebe sobě můj svůj svou své svých náš váš ten ta
      to ti ty toho té tom těch tomu tento tato toto je jsou byl byla bylo byli být bude budou jsem má mají měl mít může mohou musí lze ne není
      také jen už ještě velmi více všechno všichni všechny každý každá jiný jiná jiné sám tam zde tedy
      čo ako kto ktorý ktorá ktoré koľko prečo keď kde alebo ale že aby je sú bol bola bolo boli byť bude má majú môže musí nie tiež už ešte`,
  },
  hr: {
    words: `i a u s sa o na do od po za pri iz k ka kod bez pod nad pred među kroz ili ali da ako kad kada gdje gde kamo kako kakav što šta čega
      čime tko ko koga kome koji koja koje kojih kojeg kojoj kojim koliko li zašto ja ti on ona ono mi vi oni one mene me te ga njega mu ju je
      joj njoj nas nam vas vam ih im njih njim se sebe moj svoj svoja svoje svojih naš vaš taj ta to te tog toga toj tom tih ovaj ova ovo je
      su bio bila bilo bili biti bude bit će sam ima imaju imao može mogu treba mora ne nije nisu ni također samo već još vrlo više sve svi
      svaki svaka drugi druga sam tamo ovdje dakle`,
  },
  ru: {
    words: `и а но или либо что чтобы как так же ли бы не ни да нет в во на с со к ко по из изо от у до для при над под без через между перед
      за о об обо про после около кроме вместо среди если когда где куда откуда почему зачем отчего пока потому поэтому хотя чего чему чем кто кого кому кем
      какой какая какое какие каких какую какого каком каким какими какому который которая которое которые которых которого которой которую
      которым котором сколько скольких чей чья чьё чьи я ты он она оно мы вы они меня мне тебя тебе его ему ей её им них нём ней ним нас нам
      вас вам их ими себя себе собой мой моя мои твой свой своя своё свои своих своего своей своим наш ваш этот эта это эти этого этой этом
      этому этим этих тот та то те того той том тому тем тех был была было были быть будет будут есть является являются может могут можно мог
      могла могли нужно надо должен должна должны нельзя все всё всех всего весь вся всю всем уже ещё еще также тоже только даже лишь очень
      более самый самая самое самые такой такая такие там тут здесь сейчас теперь тогда вот ведь`,
    common: `много большой часто старый новый хороший год года году лет день время человек люди дело часть первый два три раз делать сделать
      говорит сказал стать стал давать считает случилось происходит произошло`,
  },
  uk: {
    words: `і й та а але або чи що щоб як так же б би не ні в у на з із зі до від по для при над під без через між перед за про після біля крім
      серед якщо коли де куди звідки чому навіщо поки бо тому хоча чого чим хто кого кому ким який яка яке які яких яку якого якому яким якої
      котрий скільки чий я ти він вона воно ми ви вони мене мені тебе тобі його йому її їй їм їх них ньому ним нас нам вас вам себе собі мій
      моя мої твій свій своя своє свої своїх наш ваш цей ця це ці цього цій цьому цим цих той та те ті того тій тому тим тих був була було
      були бути буде будуть є може можуть можна міг треба слід повинен повинна повинні варто всі все всіх весь вся вже ще також теж тільки
      навіть лише дуже більш такий така таке такі там тут зараз тепер тоді ось адже якої`,
    common: `багато великий часто старий новий добрий рік року років день час людина люди справа частина перший два три раз робити зробити
      каже сказав стати став сталося означає роблять`,
  },
  be: {
    words: `і й а але або ці што каб як так жа ж бы не ні у ў на з са да ад па для пры над пад без праз між перад за пра аб пасля каля калі дзе
      куды адкуль чаму навошта бо таму хоць чаго чым хто каго каму кім які якая якое якія якіх якую якога якому якім якой колькі я ты ён яна
      яно мы вы яны мяне мне цябе табе яго яму яе ёй ім іх нас нам вас вам сябе сабе мой свой свая сваё свае сваіх наш ваш гэты гэтая гэта
      гэтыя гэтага гэтай гэтым гэтых той тая тое тыя таго быў была было былі быць будзе будуць ёсць можа могуць можна трэба павінен усе ўсе
      увесь ужо яшчэ таксама толькі нават вельмі больш такі такая там тут цяпер тады вось`,
    common: `шмат вялікі часта стары новы добры год гады дзень час чалавек людзі справа частка першы два тры раз рабіць кажа сказаў стаў`,
  },
  bg: {
    words: `и а но или че да ще не ни в във на с със към по от до за при над под без през между пред след около ако когато кога къде откъде защо
      докато какво какъв каква какви кой коя кое кои кого колко чий ли аз ти той тя то ние вие те мен ми теб ме му го я й ни ви им ги се си
      мой свой свои неговия този тази това тези онзи онова е са съм беше бяха бил била било били бъде има няма имат може могат трябва всички
      всичко всеки вече още също само дори много повече такъв така там тук сега тогава как`,
  },
  sr: {
    words: `и а у с са о на до од по за при из к ка код без под над пред међу кроз или али да ако кад када где камо како какав шта што чега чиме
      ко кога коме који која које којих ког којој којим колико ли зашто ја ти он она оно ми ви они оне мене ме те га њега му ју је јој нас нам
      вас вам их им њих се себе мој свој своја своје наш ваш тај та то те тог тога тој том тих овај ова ово су био била било били бити буде
      ће сам има имају може могу треба мора не није нису ни такође само већ још врло више све сви сваки други тамо овде`,
  },
  el: {
    words: `ο η το οι τα του της των τον την τους τις ένας μια ένα και ή αλλά όμως ότι που πως αν όταν όπου ενώ γιατί επειδή να θα ας δεν μη μην
      τι ποιος ποια ποιο ποιοι ποιες ποιον ποιων ποιους πόσο πόση πόσος πόσοι πόσες πόσα πού πότε πώς εγώ εσύ αυτός αυτή αυτό αυτοί αυτές
      αυτά εμείς εσείς με σε μου σου μας σας τους του της στο στη στην στον στα στους στις από για προς κατά μετά πριν χωρίς μέχρι ως έως
      μεταξύ επί υπό είναι ήταν είμαι είχε είχαν έχει έχουν έχω μπορεί μπορούν πρέπει δύο κάθε όλα όλοι όλες όλο άλλος άλλη άλλο άλλα
      κάποιος κάτι τίποτα πολύ πιο επίσης μόνο ακόμη ακόμα ήδη έτσι εδώ εκεί τότε τώρα καθώς οποία οποίο οποίος οποίοι οποίες κανείς`,
    common: `μεγάλος νέος καλός χρόνος έτος μέρα ημέρα άνθρωπος μέρος πρώτος τρία κάνει έκανε λέει είπε γίνει έγινε έγιναν`,
  },
  tr: {
    words: `ve veya ya da de ile ama fakat ancak çünkü ki eğer için gibi kadar göre sonra önce beri doğru karşı üzere rağmen bu şu o bunlar şunlar
      onlar bunu bunun buna bunda şunu onu onun ona onda ondan onları onların onlara ben sen biz siz beni bana benim seni sana senin bizi bize
      bizim sizi size sizin kendi kendisi kendini ne neyi neye neden niçin niye nasıl nerede nereye nereden nere hangi hangisi kim kimi kime
      kimin kimler kaç ne zaman mi mı mu mü mıdır midir var yok vardı yoktu değil değildir olan olarak olduğu olduğunu oldu olur olmak olacak
      olmuş idi ise imiş her bütün tüm hiç bazı bir çok daha en pek sadece yalnız bile hem artık henüz şimdi böyle öyle şöyle dir edilir eden
      etti ettiği edilen etmek yapıyor yaptı yapılır`,
    common: `büyük yeni eski iyi yıl gün zaman insan kişi şey iki üç ilk söyledi dedi der yapmak yapar diye`,
  },
  hu: {
    words: `a az egy és vagy de hogy ha mert mint is sem nem ne csak már még el meg ki be le fel én te ő mi ti ők ez az ezt azt ennek annak ebben
      abban erre arra ezek azok ki kit kinek mi mit minek miért hogyan hogy hol hova honnan mikor melyik milyen mennyi hány van vannak volt
      voltak lesz lenne lehet kell minden más olyan ilyen ahol amikor aki ami amely akik amelyek közül között alatt után előtt szerint
      nagyon több így úgy itt ott majd pedig tehát`,
  },
  fi: {
    words: `ja tai mutta että jos kun koska kuin niin myös vain jo vielä ei eivät en et emme ette älä minä sinä hän me te he se ne tämä tuo nämä
      nuo sen sitä siinä siitä siihen tämän tässä tästä tätä niiden niitä joka jotka jonka jota jossa josta johon mikä mitä missä mistä mihin
      milloin miksi miten kuka ketä kenen kuinka paljonko montako onko on ovat oli olivat olla ollut olisi voi voivat voidaan pitää täytyy saa
      kaikki joku jokin muu muut sekä ennen jälkeen kanssa ilman mukaan hyvin enemmän siellä täällä silloin nyt`,
  },
  id: {
    words: `yang dan atau tetapi di ke dari pada untuk dengan dalam oleh tentang seperti karena jika bila agar supaya ini itu tersebut ada adalah
      ialah akan telah sudah belum sedang dapat bisa harus boleh tidak bukan jangan juga hanya lebih sangat saya aku kamu anda dia ia kami kita
      mereka nya apa siapa mana kapan mengapa kenapa bagaimana berapa apakah di mana para setiap semua lain sebagai antara saat ketika setelah
      sebelum sejak hingga sampai maka lagi`,
  },
  vi: {
    words: `và hoặc hay nhưng mà thì là của có không được bị cho với ở tại trong ngoài trên dưới từ đến để vì nên nếu khi như cũng đã đang sẽ
      sắp vẫn còn rất lắm quá các những một mọi mỗi này kia đó ấy nọ đây tôi bạn anh chị ông bà họ chúng ta nó mình ai gì nào sao đâu bao
      nhiêu mấy thế vậy à ạ nhé nhỉ do theo về ra vào lên xuống lại rằng bởi bằng phải cần hơn nhất chỉ tuy việc sự cái con chiếc người bao
      giờ`,
    common: `năm ngày làm nói đi thấy lớn mới tốt hai ba nước phần thời gian`,
  },
  ar: {
    words: `في من إلى على عن مع بين حتى منذ عند لدى خلال بعد قبل تحت فوق دون ضد حول و أو ثم أم بل لكن ولكن أن إن كان كانت كانوا يكون تكون ليس ليست
      لا ما لم لن قد سوف هل كيف متى أين كم لماذا لماذ ماذا من أي أية ما هو هي هم هن أنا نحن أنت أنتم هذا هذه هؤلاء ذلك تلك التي الذي الذين
      اللذين اللاتي كل بعض جميع غير أيضا فقط جدا أكثر كما إذا لو حيث عندما بينما كذلك هناك هنا به بها له لها لهم منه منها فيه فيها عليه عليها
      إليه إليها عنه عنها ذات نحو أما فيما يتم تم وقد وهو وهي وكان وكانت مما وأن بأن لأن يجب يمكن كي لكي سواء`,
    common: `عام سنة يوم وقت شخص ناس شيء قال أكد جديد كبير عدد هي يوجد`,
  },
  fa: {
    words: `و یا اما که از به در با برای تا بر بی را این آن اینها آنها هم نیز هر همه هیچ چند چه چی کی چرا چگونه چطور کجا کدام آیا اگر چون زیرا
      وقتی است هست هستند بود بودند باشد شد شده شود می نمی خواهد دارد دارند داشت کرد کرده کند کنند من تو او ما شما ایشان خود یک دیگر بسیار
      بیشتر روی زیر پس پیش بعد قبل بین هنوز فقط`,
  },
  he: {
    words: `של את על אל עם מן בין עד כי אם או אבל גם רק לא אין יש היה היתה הייתה היו להיות יהיה זה זאת זו אלה אלו הוא היא הם הן אני אתה את אנחנו
      אתם שלו שלה שלהם לו לה להם בו בה בהם אותו אותה אותם מה מי מתי איפה היכן לאן מאין למה מדוע איך כיצד כמה איזה איזו אילו האם כל כמו כדי
      לפני אחרי תחת מעל ידי אשר כאשר לפי יותר מאוד עוד כבר שם כאן אז אך בעוד`,
  },
  hi: {
    words: `का की के को से में पर ने तक और या लेकिन मगर परंतु कि जो जिस जिसे जिसका जिसकी जिसके तो भी ही न नहीं मत है हैं था थी थे हो होता होती होते
      होना होगा होगी होंगे हुआ हुई हुए रहा रही रहे गया गई गए जाता जाती जाते जाना जाए जा कर करना करता करते करती करने करें किया की किए करे
      यह ये वह वे इस इन उस उन इसका इसकी इसके उसका उसकी उसके उनका उनकी उनके अपना अपनी अपने मैं हम तुम आप मेरा मेरी मेरे आपका आपकी आपके
      क्या कौन किस किसने किसके किसका किसकी किसे कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितनी कितने कौनसा लिए साथ बाद पहले द्वारा बारे अंदर बाहर
      ऊपर नीचे सकता सकती सकते चाहिए वाला वाली वाले एक कुछ कोई सब सभी हर बहुत अधिक यदि अगर जब तब वहाँ यहाँ अब फिर दो दे देना देने दें लेना ले`,
    common: `साल वर्ष दिन समय लोग व्यक्ति चीज़ बड़ा नया अच्छा कहा`,
  },
};

export const ENGLISH: Language = {
  tag: 'en',
  fold: foldWord,
  isFunctionWord: (folded) => FUNCTION_WORDS.has(folded),
  stem: stemEnglish,
  weight: backgroundWeight,
  capitalsAreNames: true,
};

/** Of a text that no list fits, and of one in a script without blanks, only its words are known. */
const UNKNOWN: Language = {
  tag: 'und',
  fold: foldWord,
  isFunctionWord: () => false,
  stem: (folded) => folded,
  weight: () => 1,
  capitalsAreNames: true,
};

// Of running English four words in ten are function words, of Dutch and Danish one in seven looks like an English one.
const SURELY_ENGLISH = 0.3;
// Running text has at least twice as many of its language's listed words, lists and tables fewer; of another language's by chance 5%.
const LEAST_SHARE = 0.06;
// English that is no running text: tables, names, formulas.
const HARDLY_ENGLISH = 0.08;

// Too few words to say that a text is not in English.
const FEW_WORDS = 12;

/** The language of a text of which `words` are a fair sample, folded; English where they tell of no other. */
export function languageOf(words: readonly string[]): Language {
  if (words.length === 0) return ENGLISH;
  const english = words.filter((word) => FUNCTION_WORDS.has(word)).length;
  if (english >= SURELY_ENGLISH * words.length) return ENGLISH;
  const counts = new Map<string, number>();
  for (const word of words) for (const tag of languagesWith(word)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  let best: string | null = null;
  let most = Math.max(english, LEAST_SHARE * words.length);
  for (const [tag, count] of counts) {
    if (count <= most) continue;
    best = tag;
    most = count;
  }
  if (best !== null) return languageFor(best);
  return english >= HARDLY_ENGLISH * words.length || words.length < FEW_WORDS ? ENGLISH : UNKNOWN;
}

let tagsByWord: ReadonlyMap<string, readonly string[]> | null = null;

/** The languages in which a word without its accents is listed as a function word. */
export function languagesWith(folded: string): readonly string[] {
  if (tagsByWord === null) {
    const tags = new Map<string, string[]>();
    for (const [tag, { words }] of Object.entries(LISTS)) {
      for (const word of new Set(words.split(/\s+/).map(foldWord))) {
        const known = tags.get(word);
        if (known === undefined) tags.set(word, [tag]);
        else known.push(tag);
      }
    }
    tagsByWord = tags;
  }
  return tagsByWord.get(folded) ?? [];
}

const known = new Map<string, Language>();

function languageFor(tag: string): Language {
  const made = known.get(tag) ?? makeLanguage(tag, LISTS[tag]!);
  known.set(tag, made);
  return made;
}

function makeLanguage(tag: string, { words, common = '' }: Listed): Language {
  const stem = STEMS[tag] ?? stemEnglish;
  const fold = FOLDS[tag] ?? foldWord;
  const function_ = new Set(words.split(/\s+/).map(fold));
  const usual = new Set(common.split(/\s+/).map((word) => stem(fold(word))));
  return {
    tag,
    fold,
    isFunctionWord: (folded) => function_.has(folded),
    stem,
    weight: (key) => (usual.has(key) ? COMMON_WEIGHT : 1),
    capitalsAreNames: tag !== 'de',
  };
}

// "l'article", "qu'il", "dell'acqua": what is written on to a word and is none of it.
const ELISION = /^(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|(?:[dns]e|a|da|su|que)ll|un)['’](?=\p{L})/iu;
const withoutElision = (word: string) => foldWord(word.replace(ELISION, ''));

const FOLDS: Readonly<Record<string, (word: string) => string>> = {
  fr: withoutElision,
  it: withoutElision,
  ca: withoutElision,
  // Without their accents most Vietnamese syllables are several: "chợ", a market, and "cho", for.
  vi: (word) => word.normalize('NFC').toLowerCase(),
};

/** Takes the longest of the endings off that leaves `least` letters. `endings` is a regular expression of folded letters. */
function stripper(endings: string, least: number): (folded: string) => string {
  const pattern = new RegExp(`^(.{${least},}?)(?:${endings})$`, 'u');
  return (folded) => pattern.exec(folded)?.[1] ?? folded;
}

function repeated(folded: string, strip: (folded: string) => string, times: number): string {
  let word = folded;
  for (let time = 0; time < times; time++) {
    const next = strip(word);
    if (next === word) break;
    word = next;
  }
  return word;
}

const stripPlural = stripper('s|x', 3);
const stripRomanceEnding = stripper(
  `amientos?|imientos?|aciones|acion|azioni|azione|acoes|acao|ations?|issements?|ements?|amente|emente|mente|ites?|idades|idad|idade|ita|
  ieron|aron|aban|aba|ando|iendo|endo|adas|ados|ada|ado|idas|idos|ida|ido|eraient|erait|eront|era|aient|antes|ants|ante|ant|ait|ais|
  ees|ee|ies|ie|ent|ons|ez|er|ar|ir|are|ere|ire|ato|ata|ati|ate|uto|uta|ito|iti|oes|aux|al|eux|euse|eur|eurs|osos|oso|osa|
  os|as|es|is|a|o|e|i`.replace(/\s+/g, ''),
  4,
);

function stripRomance(folded: string): string {
  return stripRomanceEnding(stripPlural(folded));
}

const stripGreek = stripper(
  `ησουμε|ηθηκαν|ηθηκε|ουμε|ουνται|ονται|εται|ησαν|ησει|ησε|ησεις|ηκαν|ηκε|οντας|ουσαν|ουσε|αμε|ατε|ματων|ματα|ματοσ|μα|ηση|ησησ|ησεων|
  εων|εισ|εωσ|ιων|ιου|ια|ιεσ|ιασ|ουν|ων|ουσ|οισ|αι|οι|ει|εσ|ασ|ησ|οσ|ου|αν|εν|ον|α|η|ο|ι|ε|υ|ω`.replace(/\s+/g, ''),
  4,
);
const stripTurkish = stripper(
  `larinin|lerinin|larini|lerini|larina|lerine|larin|lerin|lari|leri|lar|ler|sinin|sunun|nin|nun|in|un|dan|den|tan|ten|da|de|ta|te|
  sini|sunu|sina|suna|yla|yle|la|le|ya|ye|na|ne|yi|yu|ni|nu|si|su|im|um|miz|muz|niz|nuz|dir|dur|tir|tur|ki|ca|ce|ci|cu|lik|luk|li|lu|
  siz|suz|iyordu|uyordu|iyor|uyor|yor|acak|ecek|mistir|mustur|mis|mus|misti|di|du|ti|tu|mak|mek|masi|mesi|ma|me|arak|erek|ip|up|
  digi|dugu|tigi|tugu|dik|duk|tik|tuk|an|en|ar|er|ir|ur|il|ul|in|un|n|r|i|u|a|e`.replace(/\s+/g, ''),
  4,
);
const stripHungarian = stripper(
  `okat|eket|akat|oknak|eknek|aknak|okban|ekben|akban|ban|ben|bol|rol|tol|hoz|hez|nak|nek|val|vel|kent|ert|ig|ra|re|ba|be|on|en|an|nal|nel|
  ok|ek|ak|ot|et|at|ja|je|juk|uk|unk|om|em|am|od|ed|ott|ett|tak|tek|ik|as|es|os|asa|ese|k|t|a|e|i|o|n`.replace(
    /\s+/g,
    '',
  ),
  4,
);
const stripFinnish = stripper(
  `issa|issa|ista|iin|illa|ilta|ille|ssa|sta|lla|lta|lle|ksi|ina|ena|na|tta|ien|jen|den|iden|ita|ja|ia|in|en|an|on|aa|oo|ii|uu|nsa|mme|nne|
  kaan|kin|ko|minen|misen|mista|inen|isen|ista|iset|taan|tiin|vat|ivat|isi|ut|eet|nut|neet|t|n|a|i|e`.replace(
    /\s+/g,
    '',
  ),
  4,
);

const INDONESIAN_BEFORE = /^(?:meng|meny|mem|men|me|ber|di|ter|peng|peny|pem|pen|per|pe|ke|se)(?=.{4})/u;
const stripIndonesianEnding = stripper('kannya|annya|inya|nya|kan|lah|kah|an|i', 4);

function stripIndonesian(folded: string): string {
  return stripIndonesianEnding(folded.replace(INDONESIAN_BEFORE, ''));
}

// Before the word: and, so; in, like; for, the. After it: the plurals, the feminine, whose it is.
const ARABIC_BEFORE = /^(?:[وف]?(?:[بك]?ال|لل)|[وف](?=.{4})|[بل](?=ا?.{4}))(?=.{3})/u;
const stripArabicEnding = stripper(
  'تهما|اتها|اته|اتهم|ياته|يات|ات|ان|ون|ين|تها|ته|تهم|تين|تان|يه|ها|هم|هن|نا|كم|وا|ه|ي|ا',
  3,
);

function stripArabic(folded: string): string {
  const bare = folded.replaceAll('ة', 'ه').replaceAll('ى', 'ي').replace(ARABIC_BEFORE, '');
  return stripArabicEnding(bare);
}

const HEBREW_BEFORE = /^(?:ו?[שכ]?(?:[הבלמ])|ו|ש|כש)(?=.{3})/u;
const stripHebrewEnding = stripper('יהם|יהן|ותיה|ותיו|יים|ים|ות|ית|יה|יו|נו|ה|ו|י|ת', 3);

function stripHebrew(folded: string): string {
  return stripHebrewEnding(folded.replace(HEBREW_BEFORE, ''));
}

const stripHindi = stripper(
  'ियाँ|ियां|ियों|ाओं|ाएँ|ाएं|ुओं|ुएँ|वाना|वाने|वाई|ाना|ाने|ाया|ाई|ाए|ेगा|ेगी|ेंगे|ना|ने|नी|ता|ती|ते|कर|ों|ें|ाँ|ीं|ो|े|ी|ि|ा|ू|ु|ं|ँ',
  2,
);

const STEMS: Readonly<Record<string, (folded: string) => string>> = {
  de: stripper(
    'keiten|heiten|ungen|keit|heit|ung|isch(?:e[nrsm]?)?|lich(?:e[nrsm]?)?|erin(?:nen)?|innen|ern|est|sten|ten|tet|end|en|em|er|es|et|te|e|n|s|t',
    3,
  ),
  nl: stripper('heden|heid|ingen|ing|elijk(?:e)?|eren|aren|den|ten|ene|tje|en|er|es|de|te|e|s|t|d', 3),
  sv: stripper(
    'heterna|heten|heter|ningarna|ningen|ningar|ning|arna|erna|orna|ande|ade|are|ast|het|en|ar|er|or|et|at|na|de|te|a|e|n|t|s',
    3,
  ),
  da: stripper('hederne|heden|heder|hed|ningerne|ningen|ninger|ning|erne|ende|ede|ere|est|ene|en|er|et|te|e|n|t|s', 3),
  es: stripRomance,
  pt: stripRomance,
  it: stripRomance,
  fr: stripRomance,
  ca: stripRomance,
  ro: stripper('urilor|elor|ilor|ului|uri|iei|ele|ile|are|ire|ata|ate|ati|ul|ii|le|ea|ei|a|e|i|u|o', 4),
  pl: stripper(
    'owanie|owania|owych|owego|owej|oscia|osci|osc|anie|ania|enie|enia|iami|ach|ami|ego|emu|ymi|imi|ych|ich|iej|iem|owi|ow|om|em|ej|ym|im|ie|ia|iu|a|e|ac|ic|ec|al|ala|ali|il|ila|ili|i|o|u|y',
    4,
  ),
  cs: stripper(
    'ovani|ovych|oveho|ostmi|osti|ost|ani|eni|ami|emi|ach|ich|eho|emu|ymi|imi|ych|iho|ove|ovi|um|em|am|ym|im|ou|at|it|et|al|il|a|e|i|o|u|y',
    4,
  ),
  hr: stripper(
    'ovanje|ovanja|anje|anja|enje|enja|osti|ost|ima|ama|oga|ome|ega|emu|ijem|ih|im|om|em|og|eg|oj|ev|ov|ti|la|lo|li|a|e|i|o|u',
    4,
  ),
  el: stripGreek,
  tr: (folded) => repeated(folded, stripTurkish, 3),
  hu: (folded) => repeated(folded, stripHungarian, 2),
  fi: (folded) => repeated(folded, stripFinnish, 2),
  id: stripIndonesian,
  ar: stripArabic,
  fa: stripper('هایی|های|هاي|ترین|تر|ها|ان|ات|ی', 3),
  he: stripHebrew,
  hi: stripHindi,
};
