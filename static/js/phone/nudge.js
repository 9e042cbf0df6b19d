// The nudge: words that look as if they named somebody are pointed out while they are written, and once more
// before they are sent. A second press sends them. What somebody has sent all the same is not pointed out again.

import { h } from '../lib/dom.js';

const LIKE = {
  name: 'a name',
  date_of_birth: 'a date of birth',
  nhs_number: 'an NHS number',
  postcode: 'a postcode',
  phone_number: 'a phone number',
  system_number: 'a case number',
  case: 'words about a case',
};
const meant = new Set(); // what was sent all the same, while this page is open
const now = { present: [], learning: false };

// The words to look for come when somebody begins to write, so that a phone that only listens is no heavier for
// them. Where they do not come, nothing is pointed out, and everything is sent at once.
let hints = () => [];
let asked = null;
document.addEventListener('focusin', ({ target }) => { if (target.matches('textarea, input')) fetchWords(); });

// Called by the page too, where words that were kept stand in a field.
export function fetchWords() {
  asked ??= import('../lib/hints.js').then((words) => { hints = words.hints; }, () => { asked = null; });
}

const keyOf = ({ kind, phrase }) => `${kind} ${phrase.toLowerCase()}`;

// Who takes part may be named; what is sent in the review goes to a team's folder, without the case.
export function setScene({ people, you, circle }, { review }) {
  now.present = [circle.presenter, you?.name, ...(people ?? []).map(({ name }) => name)].filter(Boolean);
  now.learning = review;
}

export class Nudge {
  // `verb` says what the press does, `allowed` is a kind that may stand in this field; asks(asking) is called
  // when the button has to say that it sends all the same, or need not any more.
  constructor({ id, verb = 'send', allowed = '', asks = () => {} } = {}) {
    Object.assign(this, { verb, allowed, asks, text: '', asked: new Set(), asking: false });
    this.node = h('p', { ...(id && { id }), class: 'hint', 'aria-live': 'polite' });
  }

  // A word that is still being written is left alone.
  look(text) {
    this.text = text;
    this.draw((one) => one.end < text.length || this.asked.has(keyOf(one)));
  }

  // Whether the words may go: nothing is pointed out, or it was before this press.
  passes(text) {
    this.text = text;
    const fresh = this.fresh();
    const passed = fresh.every((one) => this.asked.has(keyOf(one)));
    if (passed) for (const one of fresh) meant.add(keyOf(one));
    this.asked = new Set(passed ? [] : fresh.map(keyOf));
    this.draw(() => true);
    return passed;
  }

  fresh() {
    const date = new Date();
    const found = hints(this.text, { ...now, today: [date.getFullYear(), date.getMonth() + 1, date.getDate()] });
    return found.filter((one) => one.kind !== this.allowed && !meant.has(keyOf(one)));
  }

  draw(shown) {
    const fresh = this.fresh();
    this.show(fresh.filter(shown));
    const asking = fresh.length > 0 && fresh.every((one) => this.asked.has(keyOf(one)));
    if (asking === this.asking) return;
    this.asking = asking;
    this.asks(asking);
  }

  // Drawn anew only when it says something else, so that a screen reader is not told the same again.
  show(found) {
    const each = [...new Map(found.map((one) => [keyOf(one), one])).values()];
    const said = each.map(keyOf).join();
    if (this.said === said) return;
    this.said = said;
    this.node.replaceChildren(...(each.length ? this.sentence(each) : []));
  }

  sentence(each) {
    const looks = each.flatMap(({ phrase, kind }, place) => [place ? ', ' : '', h('mark', {}, `“${phrase}”`), ` ${place ? '' : 'looks '}like ${LIKE[kind]}`]);
    const names = each.some(({ kind }) => kind === 'name') ? 'Use no names of families.' : 'Can you say it without?';
    return [...looks, `. ${names} You can ${this.verb} it all the same.`];
  }
}
