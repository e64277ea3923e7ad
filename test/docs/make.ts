// `npm run docs`: the pictures and the made sections of README.md; `npm run docs -- readme` for the sections alone.

import { readFile, writeFile } from 'node:fs/promises';
import { makePictures } from './pictures.ts';
import { withMadeSections } from './readme.ts';

const isReadmeAlone = process.argv[2] === 'readme';
if (!isReadmeAlone) await makePictures();
await writeFile('README.md', withMadeSections(await readFile('README.md', 'utf8')));
