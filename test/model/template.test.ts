// A prompt's blanks: what is filled in stays what it is.

import { expect, test } from 'vitest';
import { fill } from '../../src/model/template.ts';

test('a value that looks like a blank, or like a pattern of replace, is filled in as it stands', () => {
  expect(fill('{{header}}: {{lines}}', { header: '{{lines}}', lines: "$& $'" })).toBe("{{lines}}: $& $'");
});
