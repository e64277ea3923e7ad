// Everyday English words for one thing, so that a question need not use the text's own: what people ask with beside what officials,
// papers and manuals write. General on purpose, and of low weight; names and their peoples are in names.ts.

import { keyOf } from './terms.ts';

// One notion a line; a word may stand in several.
const GROUPS = `
help assistance aid support relief hand backing assist
support back backing endorse stand
thankful grateful gratitude thank appreciate appreciation
friend ally partner companion comrade
close near nearest dear kindred intimate
brother kindred sibling relative kin
relation relationship tie link bond friendship connection
foreign external abroad overseas outside international elsewhere
government cabinet ministry minister authorities administration leadership state official
minister ministry
president leader head ruler chief boss
boss leader leadership chief manager head
country state nation land
independent sovereign free self-governing
independence sovereignty freedom
people nation citizen public folk inhabitant resident
media press journalist newspaper reporter outlet correspondent
critical criticism criticise blame attack condemn accuse censure fault complain complaint grievance
complaint grievance objection
surprised astonished amazed puzzled baffled bewildered startled shocked
understand comprehend grasp fathom
wrong mistake mistaken error fault incorrect
fair just right
axiom truism obvious self-evident
normal usual ordinary common typical standard natural
unusual strange odd rare extraordinary peculiar unprecedented
unprecedented exceptional unheard-of unique
difficult hard tough trouble crisis hardship adversity
pressure force push coercion interference
force dictate compel oblige require
need require necessary must
proverb saying adage motto
meeting gathering summit conference talks session assembly
meet gather convene assemble together
visit trip travel travelled journey tour come
agreement deal treaty accord pact contract promise
implement carry fulfil execute enforce perform
agree accept consent
dispute quarrel conflict argument row disagreement strife
economic economy money financial business trade commercial
export sell sale sold trade ship
sell sold sale export
import buy purchase
goods product produce merchandise commodity wares export
half fifty percent
share proportion part percentage
market trade bazaar
buy purchase acquire
price cost fee charge rate expense
cost price expense fee pay
expensive costly dear
cheap inexpensive affordable
money fund cash budget sum finance
pay payment paid fee salary wage settle
rent lease let hire
salary wage pay earnings income
profit gain earnings benefit
loss lose deficit
debt loan credit owe
tax duty levy
rich wealthy affluent
poor needy impoverished
prosperity welfare well-being wealth
job work task employment post occupation assignment duty
task assignment homework duty job mission chore
instruct order tell command direct task charge
work labour job function operate
worker employee staff labourer
unemployed jobless
resign leave
fire dismiss sack
hire employ recruit engage appoint
choose pick select elect
policy course approach line strategy politics stance
approach way method manner policy
goal aim objective purpose target
plan intend intention scheme project
begin start commence launch open
end finish stop conclude close cease terminate
end final last conclusion
continue proceed further carry last
break disrupt interrupt sever rupture broken
betray abandon turn desert forsake
turn abandon leave
refuse reject decline deny
allow permit let authorise
forbid ban prohibit bar outlaw
try attempt seek effort
succeed success achieve accomplish
fail failure
win victory triumph
lose defeat loss
fight battle combat struggle war
war conflict battle hostilities
peace truce ceasefire
attack assault strike raid
defend protect guard shield
protect guard preserve safeguard save
save rescue
danger risk threat hazard peril
dangerous hazardous unsafe risky
safe secure safety
fear afraid worry scared dread anxious concern
worry concern anxious fear
angry anger furious rage
happy glad pleased joy
sad unhappy sorrow
love adore like fond
hate dislike detest loathe
hope wish expect
want wish desire like
believe think consider opinion view
think consider believe view regard
view opinion standpoint position
say state declare announce claim
ask request inquire question
answer reply respond response
call name term
mention refer cite
quote cite saying
explain clarify
promise pledge vow commit undertake
warn caution alert
demand require claim insist
suggest propose recommend advise
advice recommendation counsel tip
discuss talk debate topic agenda table
topic subject theme issue agenda
problem issue trouble difficulty
reason cause why motive ground
result effect consequence outcome
effect impact influence result
change alter modify amend
increase raise grow rise growth up
decrease reduce fall decline drop cut lower
build construct erect built construction
destroy ruin demolish wreck
repair fix mend replace
make produce manufacture create
get receive obtain gain acquire
give provide grant supply offer
receive get obtain
send dispatch ship post mail
bring carry take
take seize capture
keep retain hold maintain several
find discover detect locate
lose lost vanish disappear missing
disappear vanish missing
hide conceal
show display reveal demonstrate
see look watch observe
look appear seem
hear listen
listen hear
learn study
learn understand realise sure
teach instruct train educate
know aware familiar
remember recall
forget overlook
read peruse
write author wrote
speak speech talk sermon
speech sermon address talk
lie false untrue deceive
true truth genuine
accuse blame allege charge
crime offence theft robbery
police officer policeman constable
arrest detain custody
prison jail
judge court trial
law legislation act statute rule
rule regulation law
right entitlement
election vote ballot poll
protest demonstration rally
opposition opponent dissident
parliament legislature assembly
army military troops soldier
soldier troops army
weapon arms gun
kill murder slay dead
die perish death dead pass
dead deceased perish
grave bury tomb
born birth
marry wed marriage wedding husband wife
widow husband
husband spouse
wife spouse
child kid youngster children
kid child children
parent mother father
boy lad son
girl daughter
man men fellow
woman lady women
old elderly ancient aged
young youth
new recent fresh modern
recent new late
big large huge great
small little tiny
fast quick rapid swift speed
slow gradual
strong powerful
weak feeble
important significant major key
main principal chief major
good well fine
bad poor
sick ill illness disease
illness disease sickness
doctor physician
hospital clinic
medicine drug medication
vaccine jab vaccination immunise
pandemic virus coronavirus covid epidemic disease
food meal eat nourishment
eat food dine
drink beverage
house home dwelling residence
home house
room chamber apartment lodging
tenant lodger renter
landlord owner
owner proprietor
road street way
car vehicle automobile
plane aircraft
ship vessel boat schooner
boat ship vessel
train railway
luggage baggage case bag suitcase
bag case sack
map location located place
place location site spot position
located situated lie
border frontier boundary
city town
town city village
center middle heart
europe european
world globe global
region area district province regional
regional region local
neighbour adjacent
north northern
south southern
east eastern
west western
year annual yearly
month monthly
week weekly fortnight
day daily
time period era
today now nowadays currently
now today present currently
never always
often frequent
last previous recent
next following
first initial
second two
many several various numerous
several multiple multi many various
various diverse wide-ranging
half fifty
whole entire all
amount quantity number volume
number figure
wall barrier
door gate entrance
key button
screen display
machine device unit appliance
device apparatus instrument
engine motor
turn rotate spin
clean wash rinse
water liquid
cold frost winter
hot heat warm
rain storm weather
fire blaze
light lamp
noise sound loud
colour color
picture image drawing photograph sketch
draw drawing sketch
letter mail envelope message
newcomer stranger
stranger unknown foreigner
part component piece
spare replacement
guarantee warranty
void lapse invalid
switch turn toggle
stop halt cease
install mount fit
remove delete erase take
add include attach
include contain
open start
close shut
check verify inspect examine
test examination trial
school education
student pupil
teacher instructor
book volume
language tongue
religion faith church
church chapel
priest vicar clergyman
investigate probe inquire research
research study investigation
scientist researcher
experiment trial test
evidence proof
measure gauge
accident crash wreck
wreck shipwreck crash
victim casualty
sailor crew seaman
participant volunteer subject
user customer client
customer client buyer
company firm enterprise business
factory plant mill
founder establish found
develop build evolve further
development growth progress
improve enhance better
harm damage hurt injure
damage harm ruin
injure wound hurt
spread expand extend
join unite unify merge integrate union
separate divide split
divide separate split
gather collect
grow rise expand
rise increase climb
fall drop decline
move shift relocate
stay remain
leave depart exit
arrive come reach
return back
enter access
travel journey trip
loyal faithful devoted
honest sincere
hero champion
enemy foe rival
treat deal handle
behave act
same similar alike
different distinct other
similar alike like
instead rather
contrast differ`;

const found = new Map<string, readonly string[]>();

/** The stems of other English words for what an English stem means, likeliest first; empty where none is listed. */
export function synonymsOf(key: string): readonly string[] {
  const known = found.get(key);
  if (known !== undefined) return known;
  const others = new Set<string>();
  // Stemming all of the table takes many times longer than the few groups that a word of this beginning stands in.
  const start = key.slice(0, SHARED_START);
  for (const line of GROUPS.split('\n')) {
    if (!line.startsWith(start) && !line.includes(` ${start}`)) continue;
    const group = line.split(' ').map(keyOf);
    if (group.includes(key)) for (const other of group) if (other !== key) others.add(other);
  }
  const synonyms = [...others];
  if (synonyms.length > 0) found.set(key, synonyms);
  return synonyms;
}

// A stem begins as its word does, but for endings that follow the third letter at the earliest ("dying", "die", aside).
const SHARED_START = 3;
