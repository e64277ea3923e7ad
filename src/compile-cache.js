// Loaded before main.ts, in plain JavaScript: keeps compiled and stripped modules between runs. A cache that begins in main.ts
// comes too late for main.ts itself, and loading the type stripper for one file takes a quarter of a one-question run.

import { enableCompileCache } from 'node:module';
import path from 'node:path';

// Beside the packages, not in the shared temporary folder, where anyone could have put code for us to run. Where it cannot be
// written nothing is kept, and nothing fails.
enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/on-record'));
