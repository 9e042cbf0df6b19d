// What the clock says at a moment: pure. Digits; or, where the facilitator has hidden the counting, calm words only.

import { digits, inWords, remainingMs, stateAt } from '../lib/stage.js';

const LAST_MINUTE = 60_000;
const LAST_SECONDS = 10_000;

// {big, small, strong, counts}: `counts` where digits run.
export function faceOf(stage, now, hidden = false) {
  const left = remainingMs(stage, now) ?? 0;
  const state = stateAt(stage, now);
  if (state === 'over') return { big: 'Time', small: '' };
  if (state === 'paused' && (hidden || !left)) return { big: 'Paused', small: left ? '' : 'no time left' };
  const last = lastOf(left, stage.planned_ms);
  if (hidden) return last ? { big: upper(last), small: '' } : { big: inWords(stage.planned_ms), small: 'for this stage' };
  if (state === 'paused') return { big: digits(left), small: 'paused', strong: true, counts: true };
  return { big: digits(left), small: last || ofPlanned(left, stage.planned_ms), strong: Boolean(last), counts: true };
}

// A stage that is itself no longer than a minute has no last one.
function lastOf(left, planned) {
  if (left <= LAST_SECONDS) return 'last ten seconds';
  return left <= LAST_MINUTE && planned > LAST_MINUTE ? 'last minute' : '';
}

function ofPlanned(left, planned) {
  return `${left > planned ? 'more than' : 'of'} ${inWords(planned)}`;
}

function upper(words) {
  return words[0].toUpperCase() + words.slice(1);
}
