// What is said to a screen reader, politely: that a stage has begun, half, one minute, thirty seconds, time.
// The clock itself stays silent, or it would talk over the people.

import { say } from '../lib/dom.js';
import { inWords, remainingMs, stateAt } from '../lib/stage.js';

// Nobody wants to hear “3 minutes 59 seconds” when a stage begins.
const JUST_BEGUN_MS = 3000;

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
  // atTheBell() is called when the time of a stage has run out before our eyes.
  constructor(node, atTheBell = () => {}) {
    this.node = node;
    this.atTheBell = atTheBell;
    this.visit = null;
    this.before = null;
  }

  // Called at each look at the clock; without a view nothing may be said, nor stand there from before.
  look(view, now) {
    if (!view) {
      say(this.node, '');
      this.visit = null;
      return;
    }
    const left = remainingMs(view.stage, now);
    if (this.visit !== view.stage.visit) this.begin(view, left);
    else if (left !== null && this.before !== null) this.pass(view, left, now);
    this.before = left;
  }

  begin(view, left) {
    this.visit = view.stage.visit;
    const { planned_ms: planned } = view.stage;
    const justBegun = planned && planned - left < JUST_BEGUN_MS;
    const time = left ? ` ${inWords(justBegun ? planned : left)}.` : '';
    say(this.node, `${view.stage.title}. ${view.stage.who_speaks}${time}`);
  }

  pass(view, left, now) {
    const state = stateAt(view.stage, now);
    if (state !== 'running' && state !== 'over') return;
    const words = marksPassed(this.before, left, view.stage.planned_ms);
    if (words) say(this.node, words);
    if (this.before > 0 && left <= 0) this.atTheBell();
  }
}
