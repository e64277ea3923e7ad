// Every table of the database. A new one is a file with its migrations, what of it is forgotten and purged, and a line here.

import { INBOX } from './inbox/table.ts';
import type { Table } from './store/table.ts';
import { ANSWERS } from './store/tables/answers.ts';
import { CARDS } from './store/tables/cards.ts';
import { DRAFTS } from './store/tables/drafts.ts';
import { EMBEDDINGS } from './store/tables/embeddings.ts';
import { FEEDBACK } from './store/tables/feedback.ts';
import { FEEDS } from './store/tables/feeds.ts';
import { SESSIONS } from './store/tables/sessions.ts';
import { SETTINGS } from './store/tables/settings.ts';
import { STATEMENTS } from './store/tables/statements.ts';
import { USAGE } from './store/tables/usage.ts';

export const TABLES: readonly Table[] = [
  INBOX,
  SESSIONS,
  ANSWERS,
  FEEDBACK,
  USAGE,
  CARDS,
  SETTINGS,
  STATEMENTS,
  DRAFTS,
  FEEDS,
  EMBEDDINGS,
];
