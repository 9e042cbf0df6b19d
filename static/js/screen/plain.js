// A page with a sentence and nothing else: blank, stopped, ended.

import { h } from '../lib/dom.js';

export class Plain {
  constructor(words, more = null) {
    this.node = h('div', { class: 'plain' },
      h('h1', { class: 'plain__words' }, words),
      more && h('p', { class: 'plain__more' }, more));
  }
}

export function codePageLink(root) {
  return h('a', { href: root.dataset.codePage }, 'type its screen code');
}
