// What a model writes around its draft: the contents of replies.json, filled in.

import replies from './replies.json' with { type: 'json' };

/** The content called `name`. @throws for a name that is none. */
export function contentOf(name: string, draft: object = replies.draft): string {
  const all: Readonly<Record<string, string>> = { ...replies.answer, ...replies.absent, ...replies.unreadable };
  const content = all[name];
  if (content === undefined) throw new Error(`${name} is none of: ${Object.keys(all).join(', ')}`);
  const json = JSON.stringify(draft);
  return content
    .replaceAll('{{json}}', json)
    .replaceAll('{{pretty}}', JSON.stringify(draft, null, 2))
    .replaceAll('{{string}}', JSON.stringify(json))
    .replaceAll('{{open}}', json.slice(0, -1));
}
