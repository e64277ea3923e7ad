// Every table of the database. A new one is a file with its migrations, what of it is forgotten and purged, and a line here.

import { INBOX } from './inbox/table.ts';
import type { Table } from './store/table.ts';
import { ANSWERS } from './store/tables/answers.ts';
import { CARDS } from './store/tables/cards.ts';
import { FEEDBACK } from './store/tables/feedback.ts';
import { SESSIONS } from './store/tables/sessions.ts';
import { SETTINGS } from './store/tables/settings.ts';
import { USAGE } from './store/tables/usage.ts';

export const TABLES: readonly Table[] = [INBOX, SESSIONS, ANSWERS, FEEDBACK, USAGE, CARDS, SETTINGS];
