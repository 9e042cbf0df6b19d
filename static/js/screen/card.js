// One contribution. Its state stands in words, since nobody can ask a projector what a colour means.

import { h, say, show } from '../lib/dom.js';

const NEW_MS = 8000;

// A card that has just arrived has the stage's tint for some seconds.
export function makeCard(_item, fresh) {
  const node = h('li', { class: 'card' },
    h('p', { class: 'card__state' }), h('p', { class: 'card__text' }), h('p', { class: 'card__foot' }));
  if (fresh) {
    node.dataset.fresh = 'yes';
    setTimeout(() => delete node.dataset.fresh, NEW_MS);
  }
  return node;
}

// Brings a card up to date; true where its state has changed.
export function fillCard(node, item, view) {
  const [state, text, foot] = node.children;
  const was = node.dataset.state;
  node.dataset.state = stateOf(item);
  say(state, wordsOf(item));
  show(state, Boolean(state.textContent));
  say(text, item.text);
  say(foot, footOf(item, view));
  show(foot, Boolean(foot.textContent));
  return was !== undefined && was !== node.dataset.state;
}

function stateOf(item) {
  return ['chosen', 'tried', 'answered'].find((name) => item[name]) ?? 'open';
}

function wordsOf(item) {
  if (item.chosen) return 'Chosen';
  if (item.tried) return 'Tried';
  if (item.answered) return 'Answered';
  return item.late ? 'After the bell' : '';
}

// Who does it; otherwise whose words they are, where the circle shows names.
function footOf(item, view) {
  if (item.chosen && item.action?.by_whom) {
    const { by_whom: whom, by_when: when, what } = item.action;
    return `${whom}${what ? `: ${what}` : ' will do this'}${when ? ` · ${when}` : ''}`;
  }
  if (item.by) return item.by;
  return item.noted ? `noted by ${view.circle.presenter || 'the presenter'}` : '';
}
