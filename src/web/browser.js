// What the page can do with a script and does without: answers as they are verified, one press to copy, Telegram's colours.

const hash = location.hash;

// Telegram's clients hand their colours over in the fragment. They are kept, since the next address has none.
const handed = /tgWebAppThemeParams=([^&]*)/.exec(hash)?.[1];
const NAMES = {
  '--paper': 'bg_color',
  '--ink': 'text_color',
  '--soft': 'subtitle_text_color',
  '--link': 'link_color',
  '--field': 'secondary_bg_color',
  '--button': 'button_color',
  '--button-ink': 'button_text_color',
};

function applyTheme(json) {
  const theme = JSON.parse(json);
  const isColor = (value) => /^#[0-9a-f]{6}$/i.test(value);
  if (!isColor(theme.bg_color) || !isColor(theme.text_color)) return;
  const { style } = document.documentElement;
  for (const [name, key] of Object.entries(NAMES)) if (isColor(theme[key])) style.setProperty(name, theme[key]);
  const light = [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(theme.bg_color.slice(at, at + 2), 16), 0) > 384;
  style.setProperty('color-scheme', light ? 'light' : 'dark');
  style.setProperty('--mark', light ? '#ffe680' : '#6b5600');
  style.setProperty('--mark-ink', light ? '#1d1a16' : '#fff6d6');
  style.setProperty('--rule', `color-mix(in srgb, ${theme.text_color} 20%, ${theme.bg_color})`);
}

try {
  if (handed) sessionStorage.setItem('theme', decodeURIComponent(handed));
  const theme = sessionStorage.getItem('theme');
  if (theme) applyTheme(theme);
} catch {
  // No storage in this frame, or nothing that can be read: the page keeps its own colours.
}

const sentence = /^#([a-z]+\.\d+|\d+\.\d+)$/.exec(hash)?.[1];
const query = new URLSearchParams(location.search);
if (sentence && !query.has('q') && document.getElementById(sentence)) {
  // Only the server can say what a quotation of this sentence is.
  query.set('q', sentence);
  location.replace(`?${query}${hash}`);
} else if (!sentence) {
  document.querySelector('mark[autofocus]')?.scrollIntoView({ block: 'center', behavior: 'instant' });
}

const copy = document.querySelector('.copy');
copy?.addEventListener('toggle', async () => {
  if (!copy.open) return;
  const label = copy.querySelector('summary');
  const text = copy.querySelector('textarea');
  const { textContent } = label;
  label.setAttribute('aria-live', 'polite');
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    // Not allowed in this frame: the text is there, shown and selected.
    return;
  }
  label.textContent = label.dataset.done;
  setTimeout(() => {
    label.textContent = textContent;
  }, 2000);
});

const form = document.querySelector('#ask form[data-reading]');
const field = document.getElementById('question');
const notice = document.getElementById('notice');
const answer = document.getElementById('answer');
let asking = null;

// The address holds what was asked: the page at it is the answer.
addEventListener('popstate', () => location.reload());

// What is suggested leans on the answer that it stands under, which is the one that the form follows up.
answer?.addEventListener('click', (pressed) => {
  const link = pressed.target.closest('.next a');
  if (!link || !form || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return;
  pressed.preventDefault();
  field.value = link.textContent;
  form.requestSubmit();
});

form?.addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  asking?.abort();
  // Else its keyboard would lie over the answer.
  if (matchMedia('(pointer: coarse)').matches) field.blur();
  const stop = new AbortController();
  asking = stop;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  const waiting = say(form.dataset.reading, 'how waiting');
  answer.prepend(waiting);
  notice.hidden = true;
  answer.setAttribute('aria-busy', 'true');
  let isFirst = true;
  try {
    const response = await fetch(address, { headers: { accept: 'application/x-ndjson' }, signal: stop.signal });
    if (!response.headers.get('content-type')?.startsWith('application/x-ndjson')) throw new Error('no answer');
    let isWhole = false;
    for await (const line of linesOf(response.body)) {
      if (line.event === 'notice') {
        tell(line.text);
        return;
      }
      if (line.event === 'life') {
        waiting.textContent = line.text;
        continue;
      }
      if (isFirst) begin(address);
      if (isFirst || line.event === 'answer') {
        answer.replaceChildren();
        unmark();
      }
      isFirst = false;
      isWhole = line.event === 'answer';
      answer.append(...elementsOf(line.html));
      mark(line.blocks);
      // The field stays in view above it.
      if (answer.getBoundingClientRect().bottom > innerHeight) form.scrollIntoView({ block: 'start' });
    }
    if (!isWhole) throw new Error('broke off');
  } catch {
    if (!stop.signal.aborted) tell(form.dataset.offline);
  } finally {
    waiting.remove();
    if (asking === stop) answer.removeAttribute('aria-busy');
  }
});

/** What went wrong, above an answer that stays as it was. */
function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

/** A new answer begins: the one before it is kept below, and the next question may lean on this one. */
function begin(address) {
  const after = form.elements.after ?? form.appendChild(Object.assign(document.createElement('input'), HIDDEN));
  const old = document.createDocumentFragment();
  old.append(...[...answer.childNodes].filter((node) => !node.classList?.contains('waiting')));
  if (after.value && old.childElementCount > 0) keep(after.value, old);
  history.pushState(null, '', address);
  after.value = field.value;
}

const HIDDEN = { type: 'hidden', name: 'after' };

function keep(question, content) {
  // The marks that its numbers lead to are another answer's now.
  for (const found of content.querySelectorAll('[id]')) found.removeAttribute('id');
  for (const found of content.querySelectorAll('.cite')) found.replaceWith(found.textContent);
  for (const found of content.querySelectorAll('h2, .next')) found.remove();
  const earlier = document.getElementById('earlier');
  if (!earlier.firstChild) earlier.append(say(form.dataset.earlier, 'how'));
  const entry = document.createElement('details');
  const title = document.createElement('summary');
  title.textContent = question;
  entry.append(title, content);
  earlier.firstChild.after(entry);
}

function say(text, className) {
  const line = document.createElement('p');
  line.className = className;
  line.textContent = text;
  return line;
}

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

/** Markup comes from the server's own templates, which escape every word. */
function elementsOf(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.childNodes;
}

function unmark() {
  document.querySelector('main').classList.add('has-marks');
  document.querySelector('.copy')?.remove();
  for (const found of document.querySelectorAll('article .ref')) found.remove();
  for (const found of document.querySelectorAll('article mark')) found.replaceWith(...found.childNodes);
}

function mark(blocks) {
  for (const { id, html } of blocks) document.getElementById(id).replaceWith(...elementsOf(html));
}
