import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hints } from '../../static/js/lib/hints.js';

const cases = JSON.parse(readFileSync(new URL('../hints.json', import.meta.url), 'utf8'));
const today = cases.today.split('-').map(Number);
const marked = (text, options = {}) => hints(text, { today, ...options }).map(({ phrase, kind }) => [phrase, kind]);

test('what supervisors usually write is left alone', () => {
  for (const text of cases.plain) assert.deepEqual(marked(text), [], text);
});

test('the phrase that names somebody is marked, and nothing else', () => {
  assert.ok(cases.named.length >= 60 && cases.plain.length >= 60);
  for (const { text, hints: wanted } of cases.named) assert.deepEqual(marked(text), wanted, text);
});

test('words about a case are marked only where they go into the Record of Learning', () => {
  for (const { text, hints: wanted } of cases.case) {
    assert.deepEqual(marked(text, { learning: true }), wanted, text);
    assert.deepEqual(marked(text), [], text);
  }
});

test('a team may write of families and children in general', () => {
  for (const text of cases.learning) assert.deepEqual(marked(text, { learning: true }), [], text);
});

test('places are those of the text as the phone counts it', () => {
  const text = '👍🏽 Ruby said yes';
  const [{ start, end, phrase }] = hints(text);
  assert.equal(text.slice(start, end), phrase);
  assert.equal(phrase, 'Ruby');
});

test('a date says nothing without a today, unless somebody was born on it', () => {
  assert.deepEqual(hints('Since 14/02/2015').map(({ kind }) => kind), []);
  assert.deepEqual(hints('Born 14/02/2015').map(({ kind }) => kind), ['date_of_birth']);
});

test('the date moves with today, six months back', () => {
  const on = (day) => marked('Seen on 22/05/2026', { today: day }).length;
  assert.equal(on([2026, 11, 22]), 0);
  assert.equal(on([2026, 11, 23]), 1);
});

test('who takes part may be named', () => {
  assert.deepEqual(marked('Priya asks Ruby', { present: ['Priya', 'Sam 2'] }), [['Ruby', 'name']]);
});

test('long and strange texts are looked at in no time', () => {
  const began = performance.now();
  for (const piece of ['Aa ', '0', 'A', '1 ', 'Mr ', '’s', 'born ', 'KS2 ', '😀', '(0']) hints(piece.repeat(500), { today, learning: true });
  assert.ok(performance.now() - began < 1000);
});
