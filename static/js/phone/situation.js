// What this phone may do at a moment: the server's view set against the time, which the server does not
// tell again while a stage runs. Pure.

import { stateAt } from '../lib/stage.js';
import { KINDS, manyOf } from './kinds.js';

// {state, accepts, sends: kinds that may be sent now, takes: kinds that the stage takes from this phone at
// all, noting: whether this seat notes what others say, group: whether it is a group member's phone}
export function situation(view, now) {
  const { stage, circle, role, you } = view;
  const group = role === 'group';
  const noting = !group || Boolean(you?.scribe);
  const state = circle.stopped && stage.state !== 'closed' ? 'stopped' : stateAt(stage, now);
  // The bell locks the group's phones; whoever notes may go on until the facilitator does.
  const rung = state === 'over' && stage.state === 'running' && !noting;
  const accepts = rung || state === 'stopped' ? [] : stage.accepts;
  return {
    state, accepts, group, noting,
    scribe: group && noting,
    sends: KINDS.filter((kind) => accepts.includes(kind)),
    takes: KINDS.filter((kind) => (stage.yours ?? []).includes(kind)),
    review: stage.key === 'review',
    key: stage.key,
    visit: stage.visit,
  };
}

// Where the next stage takes this kind from the group: "stage 3", "the review", or null.
export function laterStage(view, kind) {
  const waits = view.stage.waits_for;
  return waits?.kinds.includes(kind) ? nameOfStage(view, waits.number) : null;
}

export function nameOfStage(view, number) {
  return view.stages[number - 1]?.key === 'review' ? 'the review' : `stage\u00a0${number}`;
}

export function whereInWords(view) {
  const { index, key } = view.stage;
  if (index < 0) return 'Not begun';
  if (key === 'review') return 'After the circle';
  return `Stage ${index + 1} of ${view.stages.length - 1}`;
}

// One sentence of rule: what this person does in this stage.
export function rule(view, sit) {
  const own = view.stage.prompts?.[sit.group ? 'group' : 'presenter'] ?? '';
  return own || view.stage.rule || '';
}

// What to do instead of sending, as a heading and sentences; null where something can be sent. `quiet`: this phone is
// not needed in this stage.
export function instead(view, sit) {
  const { stage } = view;
  if (sit.state === 'lobby') return null;
  if (sit.state === 'stopped') return { head: 'The circle is stopped', lines: ['Wait for the facilitator. Your words stay here.'] };
  if (sit.state === 'paused') return { head: 'Paused', lines: ['Your words stay here.'] };
  if (sit.accepts.length) return null;
  if (sit.state === 'over') return { head: 'Time', lines: [speaks(view, sit) && 'Finish your sentence.', waiting(view, sit)] };
  if (stage.group_sends?.length && sit.takes.length && stage.phones === 'shut') {
    return { head: 'Phones are shut', lines: ['Say it aloud.', waiting(view, sit)], quiet: true };
  }
  return sit.group ? { head: 'Nothing to send now', lines: [waiting(view, sit)], quiet: true } : null;
}

// Whether this person may be in the middle of a sentence.
function speaks({ stage, round }, sit) {
  if (stage.speaks === 'round') return Boolean(round?.your_turn);
  return stage.speaks === 'both' || stage.speaks === (sit.group ? 'group' : 'presenter');
}

// After the bell, for whoever notes.
export function stillOpen(sit) {
  return sit.sends.length ? 'Time is up. You can still note what was said.' : 'Time is up. You can still write down the focus.';
}

function waiting(view, sit) {
  const waits = view.stage.waits_for;
  if (!waits || !sit.group) return '';
  const where = nameOfStage(view, waits.number);
  return where === 'the review' ? 'Your phone opens again in the review.' : `You can ${manyOf(waits.kinds[0])} in ${where}.`;
}
