import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceOf } from '../../static/js/screen/face.js';

const FOUR = { state: 'running', ends_at: 240_000, planned_ms: 240_000 };
const at = (leftS, stage = FOUR) => faceOf(stage, stage.ends_at - leftS * 1000);
const hiddenAt = (leftS, stage = FOUR) => faceOf(stage, stage.ends_at - leftS * 1000, true);
const told = ({ big, small }) => `${big} | ${small}`;

test('the last minute and the last ten seconds are told in words under the digits', () => {
  assert.equal(told(at(240)), '4:00 | of 4 minutes');
  assert.equal(told(at(61)), '1:01 | of 4 minutes');
  assert.equal(told(at(60)), '1:00 | last minute');
  assert.equal(told(at(10.1)), '0:11 | last minute');
  assert.equal(told(at(10)), '0:10 | last ten seconds');
  assert.equal(told(at(0.1)), '0:01 | last ten seconds');
  assert.equal(told(at(0)), 'Time | ');
  assert.equal(told(at(-30)), 'Time | ');
});

test('a stage of a minute or less has no last minute, but last seconds', () => {
  const short = { state: 'running', ends_at: 30_000, planned_ms: 30_000 };
  assert.equal(told(at(30, short)), '0:30 | of 30 seconds');
  assert.equal(told(at(9, short)), '0:09 | last ten seconds');
  assert.equal(told(hiddenAt(30, short)), '30 seconds | for this stage');
});

test('added time is told, and a pause', () => {
  assert.equal(told(at(300)), '5:00 | more than 4 minutes');
  assert.equal(told(faceOf({ state: 'paused', remaining_ms: 90_000, planned_ms: 240_000 }, 0)), '1:30 | paused');
  assert.equal(told(faceOf({ state: 'paused', remaining_ms: 0, planned_ms: 240_000 }, 0)), 'Paused | no time left');
});

test('hidden, no digit ever counts: the plan, the last minute, the last ten seconds, time', () => {
  const faces = [];
  for (let left = 300; left >= -5; left -= 1) {
    const words = told(hiddenAt(left));
    if (faces.at(-1) !== words) faces.push(words);
  }
  assert.deepEqual(faces, ['4 minutes | for this stage', 'Last minute | ', 'Last ten seconds | ', 'Time | ']);
  assert.equal(told(faceOf({ state: 'paused', remaining_ms: 90_000, planned_ms: 240_000 }, 0, true)), 'Paused | ');
  // The same walk with the digits shown gives a face for each second: so the list above could have been longer.
  assert.equal(new Set(Array.from({ length: 240 }, (_, left) => told(at(left + 1)))).size, 240);
});
