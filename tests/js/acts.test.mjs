import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Acts, newOp } from '../../static/js/lib/acts.js';

const atOnce = () => Promise.resolve();

test('an act whose answer got lost is sent again under the same number', async () => {
  const sent = [];
  const acts = new Acts(async (payload) => {
    sent.push(payload.op);
    if (sent.length < 3) throw new Error('no answer');
    return { ok: true, version: 1, repeat: true };
  }, () => true, atOnce);
  let tries = 0;
  const answer = await acts.play('contribute', { text: 'Ask Mum' }, { trying: () => { tries += 1; } });
  assert.equal(answer.ok, true);
  assert.equal(new Set(sent).size, 1);
  assert.equal(tries, 2);
});

test('a busy server is asked again, a refusal is an answer', async () => {
  const answers = [{ ok: false, code: 'try_again' }, { ok: false, code: 'stage_closed', message: 'Closed.' }];
  const acts = new Acts(async () => answers.shift(), () => true, atOnce);
  assert.equal((await acts.play('contribute')).code, 'stage_closed');
  assert.equal(answers.length, 0);
});

test('one act is under way at a time, in the order in which they were made', async () => {
  const order = [];
  let underWay = 0;
  const acts = new Acts(async ({ type }) => {
    underWay += 1;
    assert.equal(underWay, 1);
    await atOnce();
    order.push(type);
    underWay -= 1;
    return { ok: true };
  }, () => true, atOnce);
  await Promise.all(['first', 'second', 'third'].map((type) => acts.play(type)));
  assert.deepEqual(order, ['first', 'second', 'third']);
});

test('nothing is sent without a line, and nothing is given up', async () => {
  let line = false;
  let sent = 0;
  const acts = new Acts(async () => { sent += 1; return { ok: true }; }, () => line, async () => { line = true; });
  assert.equal((await acts.play('title')).ok, true);
  assert.equal(sent, 1);
});

test('when the server will not have us any more, what still waits is told so', async () => {
  const acts = new Acts(() => new Promise(() => {}), () => true, atOnce);
  const waiting = acts.play('contribute');
  acts.stop();
  assert.equal((await waiting).code, 'revoked');
  assert.equal((await acts.play('contribute')).code, 'revoked');
});

test('numbers are 32 hex digits and never the same', () => {
  const made = new Set(Array.from({ length: 1000 }, newOp));
  assert.equal(made.size, 1000);
  for (const op of made) assert.match(op, /^[0-9a-f]{32}$/);
});
