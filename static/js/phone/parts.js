// Small parts that several pieces of the page are made of.

import { h, say, show } from '../lib/dom.js';
import { Nudge } from './nudge.js';
import { problem, room } from './words.js';

let number = 0;

export function button(text, press, look = 'second') {
  return h('button', { type: 'button', class: look, onclick: press }, text);
}

// Fills a node anew only when what it shows has changed, and keeps the keyboard's place in it, or on the card around
// it where there is nothing to press any more.
export function redraw(node, signature, build) {
  if (node.signature === signature) return;
  node.signature = signature;
  const held = node.contains(document.activeElement);
  node.replaceChildren(...[build()].flat(2).filter(Boolean));
  if (held) (node.querySelector('textarea, input, button') ?? node.closest('[tabindex]'))?.focus();
}

// Says to a screen reader which words the buttons of a card are about.
export function about(buttons, words) {
  number += 1;
  words.id = `words-${number}`;
  buttons.setAttribute('role', 'group');
  buttons.setAttribute('aria-labelledby', words.id);
}

// A field for words with its label, a counter near the end, and a nudge where they may name somebody.
export function textBox({ label, rows = 3, oninput = () => {}, below = null, verb, asks }) {
  number += 1;
  const id = `field-${number}`;
  const field = h('textarea', {
    id, rows, autocomplete: 'off', spellcheck: 'true', enterkeyhint: 'enter', 'aria-describedby': `${id}-room ${id}-hint ${id}-why`,
  });
  const title = h('label', { for: id }, label);
  const counter = h('p', { id: `${id}-room`, class: 'room' });
  const nudge = new Nudge({ id: `${id}-hint`, verb, asks });
  const why = h('p', { id: `${id}-why`, class: 'why', role: 'alert' });
  const look = () => {
    say(counter, room(field.value));
    show(counter, counter.textContent !== '');
    nudge.look(field.value);
  };
  const complain = (sentence) => {
    say(why, sentence);
    show(why, sentence !== '');
    if (sentence) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  };
  field.addEventListener('input', () => { look(); complain(''); oninput(field.value); });
  look();
  complain('');
  return {
    field, complain,
    node: h('div', { class: 'box' }, title, below, why, field, counter, nudge.node),
    name: (text) => say(title, text),
    set(text) { if (field.value !== text) field.value = text; look(); complain(''); },
    // Whether they may go as they are: not on the first press where they seem to name somebody.
    passes: () => nudge.passes(field.value),
    get asking() { return nudge.asking; },
    // Whether the words can be sent; if not, says why and goes to the field.
    sound() {
      const reason = problem(field.value);
      complain(reason);
      if (reason) field.focus();
      return !reason;
    },
  };
}

// A short field on one line.
export function line(label, attributes = {}) {
  number += 1;
  const id = `field-${number}`;
  const field = h('input', { id, type: 'text', autocomplete: 'off', ...attributes });
  return { field, node: h('div', { class: 'box' }, h('label', { for: id }, label), field) };
}

// Open and shut differ by shape and word, not by hue alone.
export function padlock() {
  return h('svg', { class: 'padlock', viewBox: '0 0 24 24', width: '28', height: '28', 'aria-hidden': 'true' },
    h('path', { d: 'M7 10V7a5 5 0 0 1 10 0v3', fill: 'none', stroke: 'currentColor', 'stroke-width': '2.5' }),
    h('rect', { x: '4', y: '10', width: '16', height: '11', rx: '2', fill: 'currentColor' }));
}
