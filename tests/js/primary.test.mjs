import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primary } from '../../static/js/control/primary.js';

const stages = [{ key: 'focus', title: 'Set the focus' }, { key: 'solutions', title: 'Solutions' }, { key: 'review', title: 'Review' }];

function view(stage, more = {}) {
  return { stage: { visit: 3, index: 0, ...stage }, stages, people: [], circle: { presenter: '', stopped: false }, ...more };
}

const cases = [
  ['before anybody is there, the circle can be started', view({ state: 'lobby' }), 'Start: Set the focus'],
  ['with people and no presenter, choosing one comes first', view({ state: 'lobby' }, { people: [{}] }), 'Choose the presenter'],
  ['while the clock runs, it can be paused', view({ state: 'running', ends_at: 10 }), 'Pause the clock'],
  ['a paused clock is resumed', view({ state: 'paused', remaining_ms: 5 }), 'Start the clock again'],
  ['a stage that one came back to needs time first', view({ state: 'paused', remaining_ms: 0 }), 'Give one minute more'],
  ['when the time is up, the next stage follows', view({ state: 'running', ends_at: 0 }), 'Go on to stage 2: Solutions'],
  ['after the last stage comes the review', view({ state: 'untimed', index: 1 }), 'Go on to the review'],
  ['after the review the circle is closed', view({ state: 'review', index: 2 }), 'Close the circle'],
  ['after the close come the records', view({ state: 'closed', index: 2 }), 'Open the records'],
  ['after the close of a rehearsal there are no records', view({ state: 'closed', index: 2 }, { circle: { rehearsal: true } }), 'Go on to the end'],
  ['a stopped circle goes on', view({ state: 'paused' }, { circle: { stopped: true } }), 'Go on with the circle'],
  ['in a round the next person has the word', view({ state: 'untimed', index: 1 }, { round: { next_seat: 'a1', to_come: ['Sam'] } }), 'Next to speak: Sam'],
];

for (const [what, given, label] of cases) {
  test(what, () => assert.equal(primary(given, 5).label, label));
}
