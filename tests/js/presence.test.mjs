import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presence, screenWords, seenWords } from '../../static/js/control/presence.js';

const NOW = 1_000_000_000;
const ago = (minutes) => ({ connected: false, seen: NOW - minutes * 60_000 });

const cases = [
  [{ connected: true, seen: NOW }, 'connected'],
  [{ connected: false, seen: null }, 'phone not seen yet'],
  [ago(0.5), 'last seen a moment ago'],
  [ago(1), 'last seen 1 minute ago'],
  [ago(2.9), 'last seen 2 minutes ago'],
  [ago(75), 'last seen more than an hour ago'],
];

for (const [one, words] of cases) {
  test(words, () => assert.equal(seenWords(one, NOW), words));
}

test('the shared screens are counted in words', () => {
  assert.equal(screenWords(0), 'No shared screen is open.');
  assert.equal(screenWords(1), 'The shared screen is open in 1 window.');
  assert.equal(screenWords(2), 'The shared screen is open in 2 windows.');
});

// A control page with Sam on it, whose questions are answered by `answer`; `look` is what its clock and a window that
// becomes visible call.
function opened(t, answer) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const sam = { dataset: { presence: 'sam', phone: 'yes' }, textContent: '' };
  const screens = { textContent: '', hidden: true };
  let look;
  globalThis.document = {
    visibilityState: 'visible',
    addEventListener: (_, called) => { look = called; },
    querySelectorAll: () => [sam],
  };
  t.after(() => delete globalThis.document);
  const asked = [];
  const question = (event) => { asked.push(event); return answer(); };
  presence({ view: { stage: { state: 'running' } }, question, at: () => screens });
  return { look, sam, screens, asked };
}

const HERE = { ok: true, server_now: NOW, screens: 1, seats: { sam: { connected: true, seen: NOW } } };

test('without a line what is said stays, and is asked for again', async (t) => {
  const answers = [() => Promise.resolve(HERE), () => Promise.reject(new Error('timeout')), () => Promise.resolve(HERE)];
  const { look, sam, screens, asked } = opened(t, () => answers.shift()());
  await look();
  assert.deepEqual([sam.textContent, screens.hidden], ['connected', false]);
  await look();
  assert.equal(sam.textContent, 'connected');
  sam.textContent = '';
  await look();
  assert.deepEqual([sam.textContent, asked.length], ['connected', 3]);
});

test('a refusal draws nothing', async (t) => {
  const { look, sam, screens } = opened(t, () => Promise.resolve({ ok: false, code: 'not_allowed' }));
  await look();
  assert.deepEqual([sam.textContent, screens.hidden], ['', true]);
});

test('what goes wrong in its own drawing is not quiet, and does not end the asking', async (t) => {
  const answers = [{ ok: true }, HERE];
  const { look, sam } = opened(t, () => Promise.resolve(answers.shift()));
  await assert.rejects(look(), TypeError);
  await look();
  assert.equal(sam.textContent, 'connected');
});
