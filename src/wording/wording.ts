// The interface's words by language.

import { be } from './be.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';
import { ru } from './ru.ts';
import type { Wording } from './strings.ts';
import { uk } from './uk.ts';
import { zh } from './zh.ts';

export const WORDING: Readonly<Record<Language, Wording>> = { en, ru, be, uk, zh };
