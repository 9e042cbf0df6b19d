// What is said to a screen reader, politely: that a stage has begun, half, one minute, thirty seconds, time; and
// that the clock waits or goes on. The clock itself stays silent, or it would talk over the people.

import { inWords, remainingMs, stateAt } from './stage.js';

// Nobody wants to hear “3 minutes 59 seconds” when a stage begins.
const JUST_BEGUN_MS = 3000;
// What a clock that was set anew may differ by, and nobody added time.
const SLACK_MS = 2000;

// The words for the marks that lie between two looks at the clock; the last one counts.
export function marksPassed(before, after, planned) {
  const marks = [
    [planned / 2, `Half the time is left: ${inWords(planned / 2)}.`],
    [60_000, 'One minute is left.'],
    [30_000, 'Thirty seconds are left.'],
    [0, 'Time.'],
  ];
  const passed = marks.filter(([ms]) => before > ms && after <= ms);
  return passed.length ? passed.at(-1)[1] : '';
}

export class Announcer {
  // tell(words) speaks; opening(view) says what a stage is; atTheBell() is called when the time of a stage has run
  // out before our eyes.
  constructor({ tell, opening, atTheBell = () => {} }) {
    Object.assign(this, { tell, opening, atTheBell, visit: null, state: null, before: null });
  }

  // Called at each look at the clock; without a view nothing may be said, nor stand there from before.
  look(view, now) {
    if (!view) {
      this.tell('');
      this.visit = null;
      return;
    }
    const left = remainingMs(view.stage, now);
    const state = view.circle.stopped && view.stage.state !== 'closed' ? 'stopped' : stateAt(view.stage, now);
    const same = this.visit === view.stage.visit;
    const words = same ? this.since(view, state, left) : this.begun(view, left);
    if (words) this.tell(words);
    if (same && state === 'over' && this.before > 0) this.atTheBell();
    Object.assign(this, { visit: view.stage.visit, state, before: left });
  }

  begun(view, left) {
    const { planned_ms: planned } = view.stage;
    const justBegun = planned && planned - left < JUST_BEGUN_MS;
    const time = left ? ` ${inWords(justBegun ? planned : left)}.` : left === 0 ? ' Time.' : '';
    return `${this.opening(view)}${time}`;
  }

  // What has changed in the same stage.
  since(view, state, left) {
    if (state !== this.state && state in CHANGED) return CHANGED[state];
    if (left === null || this.before === null || !['running', 'over'].includes(state)) return '';
    if (['paused', 'stopped'].includes(this.state)) return left ? `The clock runs again. ${inWords(left)} left.` : '';
    if (left > this.before + SLACK_MS) return `There is more time. ${inWords(left)} left.`;
    return marksPassed(this.before, left, view.stage.planned_ms);
  }
}

const CHANGED = { paused: 'Paused. The clock waits.', stopped: 'The circle is stopped.' };
