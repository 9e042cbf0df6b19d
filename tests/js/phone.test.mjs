import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Memory } from '../../static/js/phone/memory.js';
import { KEPT, Outbox } from '../../static/js/phone/outbox.js';
import { instead, situation } from '../../static/js/phone/situation.js';

// A window's store, as far as a phone uses it.
function store() {
  const held = new Map();
  return {
    held,
    keep: (key, value) => held.set(key, value),
    kept: (key) => held.get(key) ?? null,
    forget: (prefix) => { for (const key of held.keys()) if (key.startsWith(prefix)) held.delete(key); },
  };
}

// An outbox whose acts are answered by hand.
function outbox(memory) {
  const acts = [];
  const said = [];
  const act = (type, fields, { op, trying }) => new Promise((answer) => { acts.push({ type, fields, op, trying, answer }); });
  return { acts, said, box: new Outbox({ memory, act, changed: () => {}, tell: (words) => said.push(words) }) };
}

const sit = { visit: 3, key: 'solutions' };
const settled = () => new Promise((done) => { setImmediate(done); });

test('words are sending, then not saved yet, then saved, and leave the list once the server lists them', async () => {
  const { box, acts, said } = outbox(new Memory('c', store()));
  box.send('Breakfast club', 'suggestion', sit);
  assert.equal(box.items[0].state, 'sending');
  acts[0].trying();
  assert.equal(box.items[0].state, 'trying');
  acts[0].answer({ ok: true, version: 8 });
  await settled();
  assert.equal(box.items[0].state, 'saved');
  assert.deepEqual(said, ['Sending…', 'Not saved yet, still trying', 'Saved']);
  box.seen({ version: 7, mine: [] });
  assert.equal(box.items.length, 1, 'an older view says nothing of them');
  box.seen({ version: 8, mine: [{ id: acts[0].op }] });
  assert.equal(box.items.length, 0);
});

test('words that came after the bell are kept, and handed in once under one number', async () => {
  const { box, acts } = outbox(new Memory('c', store()));
  box.send('Too late', 'suggestion', sit);
  acts[0].answer({ ok: false, code: 'stage_closed', message: 'Suggestions belong to stage 3.' });
  await settled();
  assert.deepEqual([box.items[0].state, box.items[0].why, box.items[0].text], ['refused', KEPT, 'Too late']);
  box.handIn(box.items[0]);
  box.handIn(box.items[0]);
  assert.equal(acts[1].type, 'hand_in');
  assert.equal(acts[1].fields.refused, acts[0].op);
  assert.equal(acts[1].op, acts[2].op);
});

test('after a reload what was on its way goes again under its old number, and nothing else does', () => {
  const kept = store();
  const before = outbox(new Memory('c', kept));
  before.box.send('On its way', 'suggestion', sit);
  before.box.setAside('Half a thought', 'suggestion', 'solutions', 3);
  const after = outbox(new Memory('c', kept));
  after.box.resume();
  assert.deepEqual(after.acts.map(({ op, fields }) => [op, fields.text]), [[before.acts[0].op, 'On its way']]);
  assert.deepEqual(after.box.items.map(({ text }) => text), ['On its way', 'Half a thought']);
});

test('what a window keeps of one circle goes with its end, and nothing is kept after it', () => {
  const kept = store();
  const memory = new Memory('c', kept);
  const other = new Memory('d', kept);
  other.draft.text = 'Of another circle';
  other.save();
  memory.draft.text = 'Half a thought';
  memory.token = 'a token';
  memory.catchUp();
  memory.save();
  assert.ok(memory.editKey);
  assert.equal(new Memory('c', kept).draft.text, 'Half a thought');
  memory.end();
  memory.draft.text = 'More';
  memory.save();
  assert.deepEqual([...kept.held.keys()], ['words-d']);
});

test('a store that is damaged or not ours begins afresh', () => {
  const kept = store();
  kept.keep('words-c', 'not JSON');
  assert.equal(new Memory('c', kept).draft.text, '');
});

const stages = [{ key: 'focus' }, { key: 'questions' }, { key: 'solutions' }, { key: 'review' }];

function view(stage, role = 'group') {
  const all = { key: 'focus', index: 0, visit: 1, state: 'untimed', accepts: [], yours: [], group_sends: [], ...stage };
  return { stage: all, stages, circle: { stopped: false }, role, you: { name: 'Sam' } };
}

test('a phone that is not needed says so quietly; what has just happened is said aloud', () => {
  const waits = { waits_for: { number: 3, title: 'Solutions', kinds: ['suggestion'] } };
  const say = (given) => instead(given, situation(given, 0));
  assert.deepEqual(say(view(waits)), { head: 'Nothing to send now', lines: ['You can send suggestions in stage\u00a03.'], quiet: true });
  const shut = view({ ...waits, group_sends: ['question'], yours: ['question'], phones: 'shut' });
  assert.equal(say(shut).head, 'Phones are shut');
  assert.equal(say(shut).quiet, true);
  for (const state of ['paused', 'over']) assert.equal(say(view({ state, ...waits })).quiet, undefined, state);
  assert.equal(say(view({ accepts: ['suggestion'], yours: ['suggestion'] })), null);
});
