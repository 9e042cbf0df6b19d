import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATE_MS, ahead, changes, endsAt, lateBy, tooShort } from '../../static/js/control/minutes.js';

const MIN = 60_000;
const stages = [
  { key: 'focus', short: 'Focus', planned_ms: 2 * MIN, at_least_twice: null },
  { key: 'questions', short: 'Questions', planned_ms: 4 * MIN, at_least_twice: null },
  { key: 'solutions', short: 'Solutions', planned_ms: 4 * MIN, at_least_twice: 'focus' },
  { key: 'selection', short: 'Selection', planned_ms: null, at_least_twice: null },
  { key: 'review', short: 'Review', planned_ms: null, at_least_twice: null },
];

function view(stage, finishAt = null) {
  return { stage, stages, circle: { finish_at: finishAt } };
}

const keys = (steps) => steps.map((step) => step.key);

test('before the start all stages with a clock lie ahead, later those that have not begun', () => {
  assert.deepEqual(keys(ahead(view({ state: 'lobby' }))), ['focus', 'questions', 'solutions']);
  assert.deepEqual(keys(ahead(view({ state: 'running', index: 0 }))), ['questions', 'solutions']);
  assert.deepEqual(keys(ahead(view({ state: 'untimed', index: 3 }))), []);
});

test('the end is what is left of this stage and all that comes', () => {
  assert.equal(endsAt(view({ state: 'running', index: 0, ends_at: 3 * MIN }), 2 * MIN), 11 * MIN);
  assert.equal(endsAt(view({ state: 'paused', index: 1, remaining_ms: MIN }), 5 * MIN), 10 * MIN);
});

test('once the time is up, the end moves on with the clock on the wall', () => {
  const over = view({ state: 'running', index: 1, ends_at: 6 * MIN });
  assert.equal(endsAt(over, 6 * MIN), 10 * MIN);
  assert.equal(endsAt(over, 8 * MIN), 12 * MIN);
});

test('there is no end to tell before the start, after the last clock and after the close', () => {
  assert.equal(endsAt(view({ state: 'lobby' }), 0), null);
  assert.equal(endsAt(view({ state: 'untimed', index: 3 }), 0), null);
  assert.equal(endsAt(view({ state: 'closed', index: 4 }), 0), null);
});

test('late is told from half a minute on, and early never', () => {
  const at = (late) => lateBy(view({ state: 'paused', index: 2, remaining_ms: MIN }, 9 * MIN), 8 * MIN + late);
  assert.equal(at(LATE_MS - 1), 0);
  assert.equal(at(LATE_MS), LATE_MS);
  assert.equal(at(-2 * MIN), 0);
});

test('solutions shorter than twice the focus are warned of, in words', () => {
  assert.equal(tooShort(stages), '');
  const longer = stages.map((step) => (step.key === 'focus' ? { ...step, planned_ms: 2.5 * MIN } : step));
  assert.equal(tooShort(longer), 'Give Solutions at least twice the time of Focus: that is what makes the circle work.');
});

test('what has changed is said stage by stage', () => {
  const after = stages.map((step) => (step.key === 'questions' ? { ...step, planned_ms: 3 * MIN } : step));
  assert.equal(changes(stages, after), 'Questions now has 3 minutes.');
  assert.equal(changes(stages, stages), '');
});
