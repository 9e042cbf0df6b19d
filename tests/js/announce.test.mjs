import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Announcer, marksPassed } from '../../static/js/lib/announce.js';

const MINUTES_4 = 240_000;

// Somebody who listens. `at(ms)` lets the clock stand at a time, with what has changed in the stage or the circle.
function listener() {
  const heard = [];
  let bells = 0;
  const announcer = new Announcer({
    tell: (words) => heard.push(words), opening: (view) => `${view.stage.title}.`, atTheBell: () => { bells += 1; },
  });
  const stage = { visit: 1, title: 'Solutions', state: 'running', ends_at: MINUTES_4, planned_ms: MINUTES_4 };
  const at = (ms, change = {}, circle = {}) => {
    Object.assign(stage, change);
    for (const [name, value] of Object.entries(change)) if (value === undefined) delete stage[name];
    announcer.look({ stage, circle: { stopped: false, ...circle } }, ms);
  };
  return { heard, at, announcer, bells: () => bells };
}

test('a stage of four minutes is told five times, and the seconds never', () => {
  const { heard, at, bells } = listener();
  for (let ms = 0; ms <= 250_000; ms += 200) at(ms);
  assert.deepEqual(heard, [
    'Solutions. 4 minutes.', 'Half the time is left: 2 minutes.', 'One minute is left.', 'Thirty seconds are left.', 'Time.',
  ]);
  assert.equal(bells(), 1);
});

test('half of two minutes is the last minute, and is told once', () => {
  assert.equal(marksPassed(60_200, 60_000, 120_000), 'One minute is left.');
  assert.equal(marksPassed(60_000, 59_800, 120_000), '');
});

test('after a sleep only what is true now is told', () => {
  const { heard, at } = listener();
  at(0);
  at(215_000);
  assert.deepEqual(heard.slice(1), ['Thirty seconds are left.']);
});

test('who comes later hears how much is left, and after the bell that the time is up', () => {
  const late = listener();
  late.at(90_000);
  assert.deepEqual(late.heard, ['Solutions. 2 minutes 30 seconds.']);
  const over = listener();
  over.at(260_000);
  assert.deepEqual(over.heard, ['Solutions. Time.']);
  assert.equal(over.bells(), 0, 'a bell that rang before is not rung again');
});

test('a pause, the way on and more time are told, and nothing is told while the clock waits', () => {
  const { heard, at } = listener();
  at(0);
  at(60_000, { state: 'paused', remaining_ms: 180_000, ends_at: undefined });
  at(90_000);
  at(100_000, { state: 'running', remaining_ms: undefined, ends_at: 280_000 });
  at(100_200, { ends_at: 340_000 });
  assert.deepEqual(heard.slice(1), [
    'Paused. The clock waits.', 'The clock runs again. 3 minutes left.', 'There is more time. 4 minutes left.',
  ]);
});

test('time that is given after the bell has its marks again', () => {
  const { heard, at, bells } = listener();
  at(239_900);
  at(240_000);
  at(250_000, { ends_at: 310_000 });
  at(280_000);
  at(310_000);
  assert.deepEqual(heard.slice(1), ['Time.', 'There is more time. 1 minute left.', 'Thirty seconds are left.', 'Time.']);
  assert.equal(bells(), 2);
});

test('a stop is told, and a clock that was set right by a second is not', () => {
  const { heard, at } = listener();
  at(0);
  at(10_000, { ends_at: 241_000 });
  at(20_000, { state: 'paused', remaining_ms: 221_000, ends_at: undefined }, { stopped: true });
  assert.deepEqual(heard.slice(1), ['The circle is stopped.']);
});

test('a stage without a clock is told when it begins, and a new visit of the same stage too', () => {
  const { heard, at } = listener();
  at(0, { state: 'untimed', ends_at: undefined, planned_ms: undefined, title: 'Selection' });
  at(99_000);
  at(99_200, { visit: 2 });
  assert.deepEqual(heard, ['Selection.', 'Selection.']);
});

test('where nothing may be shown, nothing is said and nothing stands there from before', () => {
  const { heard, at, announcer } = listener();
  at(0);
  announcer.look(null, 1000);
  at(2000);
  assert.deepEqual(heard, ['Solutions. 4 minutes.', '', 'Solutions. 4 minutes.']);
});
