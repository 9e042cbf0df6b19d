// Applying what has changed to the view that a page has.

import assert from 'node:assert/strict';
import test from 'node:test';

import { changed } from '../../static/js/lib/changed.js';

const item = (id, text) => ({ id, text });
const view = () => ({
  role_version: 4,
  sums: { offered: 2 },
  contributions: [item('a', 'A rota'), item('b', 'Breakfast first')],
  mine: [item('b', 'Breakfast first')],
});

test('what is new comes at the end, what is known stays in its place, what is gone is left out', () => {
  const change = { role_version: 5, contributions: [item('c', 'A chart'), item('b', 'Breakfast')], gone: ['a'] };
  const after = changed(view(), change);
  assert.deepEqual(after.contributions, [item('b', 'Breakfast'), item('c', 'A chart')]);
  assert.equal(after.role_version, 5);
});

test('one’s own words are kept apart from everybody’s', () => {
  const after = changed(view(), { own: [item('d', 'Mine')], own_gone: ['b'] });
  assert.deepEqual(after.mine, [item('d', 'Mine')]);
  assert.deepEqual(after.contributions, view().contributions);
});

test('a section that is sent takes the place of the old one, and the others stay', () => {
  const after = changed(view(), { sums: { offered: 3 }, mine: [] });
  assert.deepEqual(after.sums, { offered: 3 });
  assert.deepEqual(after.mine, []);
  assert.deepEqual(after.contributions, view().contributions);
});

test('the view that a page is still drawing is left as it was', () => {
  const before = view();
  changed(before, { contributions: [item('a', 'Another')], own_gone: ['b'] });
  assert.deepEqual(before, view());
});
