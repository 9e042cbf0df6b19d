import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTitle, phonesLine, sceneOf } from '../../static/js/screen/state.js';

const earlier = [{ what: 'Ring grandma', by_whom: '', by_when: '', state: 'open' }];

function view(stage, circle = {}, more = {}) {
  return { stage: { key: 'focus', state: 'running', ends_at: 100, title: 'Set the focus', ...stage }, circle: { phones_allowed: true, ...circle }, ...more };
}

test('what was agreed before stands on the screen while it is shown, in the lobby and in a stage', () => {
  assert.equal(sceneOf(view({ key: 'lobby', state: 'lobby' })), 'lobby');
  assert.equal(sceneOf(view({ key: 'lobby', state: 'lobby' }, {}, { earlier })), 'earlier');
  assert.equal(sceneOf(view({})), 'stage');
  assert.equal(sceneOf(view({}, {}, { earlier })), 'earlier');
  assert.equal(pageTitle(view({}, {}, { earlier }), 0), 'What we agreed before – Circlekeeper');
});

test('a stop, a blank screen and the end come before it', () => {
  assert.equal(sceneOf(view({}, { stopped: true }, { earlier })), 'stopped');
  assert.equal(sceneOf(view({}, { blank: true }, { earlier })), 'blank');
  assert.equal(sceneOf(view({ state: 'closed' }, {}, { earlier })), 'closed');
});

test('before the start the band promises nothing that phones cannot do', () => {
  const lobby = { key: 'lobby', state: 'lobby' };
  assert.deepEqual(phonesLine(view(lobby), 0), { open: false, words: 'Phones open once the circle has begun.' });
  assert.deepEqual(phonesLine(view(lobby, { phones_allowed: false }), 0), { open: false, words: 'This circle needs no phones.' });
});
