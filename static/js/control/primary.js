// The one primary button: always the next right thing. Worked out from the view and the time alone.

import { stateAt } from '../lib/stage.js';

// Returns {label, hint, move, fields} for a move to play, or {label, hint, go} for something on the page:
// 'people' (choose the presenter), 'close' (asks first) or 'records'.
export function primary(view, now) {
  const { stage } = view;
  const state = stateAt(stage, now);
  if (state === 'closed') return { label: view.circle.rehearsal ? 'Go on to the end' : 'Open the records', go: 'records' };
  if (view.circle.stopped) return { label: 'Go on with the circle', move: 'resume', fields: visit(stage) };
  return (BY_STATE[state] ?? goOn)(view);
}

const BY_STATE = {
  lobby: inLobby,
  running: ({ stage }) => ({ label: 'Pause the clock', move: 'pause', fields: visit(stage), hint: 'The clock runs. Nothing to do but listen.' }),
  paused: whilePaused,
  over: goOn,
  untimed: inUntimed,
  review: () => ({ label: 'Close the circle', go: 'close', hint: 'Closing cannot be undone. The records stay open to you.' }),
};

function inLobby({ stage, stages, people, circle }) {
  const start = { label: `Start: ${stages[0].title}`, move: 'start', fields: visit(stage) };
  if (circle.presenter) return { ...start, hint: `${circle.presenter} presents.` };
  if (people.length) return { label: 'Choose the presenter', go: 'people', hint: 'Then the circle can start.' };
  return { ...start, hint: 'Nobody has joined yet. Show the code on the shared screen, or add people without a phone.' };
}

function whilePaused({ stage }) {
  if (stage.remaining_ms > 0) return { label: 'Start the clock again', move: 'resume', fields: visit(stage) };
  return {
    label: 'Give one minute more', move: 'extend', fields: { ...visit(stage), seconds: 60 },
    hint: 'You came back to this stage. It has no time left until you give it some.',
  };
}

function inUntimed(view) {
  const { stage, round } = view;
  if (round?.next_seat) {
    return { label: `Next to speak: ${round.to_come[0]}`, move: 'speaker', fields: { seat: round.next_seat } };
  }
  return goOn({ ...view, stage });
}

function goOn({ stage, stages }) {
  const next = stages[stage.index + 1];
  const name = next.key === 'review' ? 'the review' : `stage ${stage.index + 2}: ${next.title}`;
  return { label: `Go on to ${name}`, move: 'next', fields: visit(stage) };
}

function visit(stage) {
  return { visit: stage.visit };
}
