// What is typed here survives a reload: kept for this window and this circle alone, until it is saved or the circle
// ends. Each field is kept under a name of its own.

import { forget, keep, kept } from '../lib/storage.js';

export function keyOf(page, name) {
  return `control-${page.circle}-${name}`;
}

// Puts back what was typed before a reload. `base()` is the saved wording on which the typing stands; after(base) is
// called with the one from before the reload. saved() is called once the server has the words.
export function remember(page, name, field, { base = () => null, after = () => {} } = {}) {
  const key = keyOf(page, name);
  const before = read(key);
  if (before !== null) {
    field.value = before.text;
    after(before.base);
  }
  field.addEventListener('input', () => write(key, field.value, base()));
  return { saved: () => keep(key, null) };
}

export function forgetTyped(page) {
  forget(keyOf(page, ''));
}

// What is kept is this page's own writing; where it cannot be read, there is nothing.
export function read(key) {
  try {
    return JSON.parse(kept(key));
  } catch {
    return null;
  }
}

export function write(key, text, base = null) {
  keep(key, text === '' ? null : JSON.stringify({ text, base }));
}
