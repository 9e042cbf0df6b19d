// What the present stage is at a moment of the server's time. A page finds out by itself that the time
// is up: the server sends nothing while a stage runs.

export function remainingMs(stage, now) {
  if (stage.remaining_ms !== undefined) return stage.remaining_ms;
  if (stage.ends_at !== undefined) return Math.max(0, stage.ends_at - now);
  return null;
}

export function stateAt(stage, now) {
  if (stage.state === 'running' && now >= stage.ends_at) return 'over';
  return stage.state;
}

// Digits as a person counts: 2:00 for the whole first second, 0:00 only when the time is up.
export function digits(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function inWords(ms) {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const parts = [];
  if (minutes) parts.push(`${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`);
  if (seconds % 60) parts.push(`${seconds % 60} ${seconds % 60 === 1 ? 'second' : 'seconds'}`);
  return parts.join(' ') || '0 seconds';
}

// Whether the door is open: it may close by itself at a moment that is already known.
export function doorOpen(view, now) {
  const door = view.circle.door;
  if (door && door.open === null && door.closes_at) return view.stage.door_open && now < door.closes_at;
  return view.stage.door_open;
}

export const NOUN = {
  question: ['question', 'questions'],
  suggestion: ['suggestion', 'suggestions'],
  reflection: ['reflection', 'reflections'],
  outcome: ['outcome', 'outcomes'],
  learning_use: ['use of the learning', 'uses of the learning'],
  worked_well: ['thing that worked well', 'things that worked well'],
  key_learning: ['piece of learning', 'pieces of learning'],
  next_step: ['next step', 'next steps'],
  issue: ['issue', 'issues'],
};

export function counted(number, kind) {
  return `${number} ${NOUN[kind][number === 1 ? 0 : 1]}`;
}
