import assert from 'node:assert/strict';
import { test } from 'node:test';
import { screenWords, seenWords } from '../../static/js/control/presence.js';

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
