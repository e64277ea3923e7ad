// `npm run docs`: the pictures and the made sections of the documents; `npm run docs -- readme` for the sections alone.

import { readFile, writeFile } from 'node:fs/promises';
import { MADE_DOCUMENTS, withMadeSections } from './readme.ts';

const isTextAlone = process.argv[2] === 'readme';
if (!isTextAlone) {
  const { makePictures } = await import('./pictures.ts');
  await makePictures();
}
for (const file of MADE_DOCUMENTS) await writeFile(file, withMadeSections(await readFile(file, 'utf8')));
