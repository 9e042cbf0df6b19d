import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFor, pack, packPages } from '../../static/js/screen/packing.js';

const GAP = 11;

// Heights as forty cards of mixed lengths have them; the same at each run.
function heights(count, seed) {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return 40 + (state % 180);
  });
}

function overlaps(spots, tall) {
  return spots.flatMap((a, i) => spots.slice(i + 1).flatMap((b, j) => {
    const same = a.page === b.page && a.column === b.column;
    return same && a.top < b.top + tall[i + 1 + j] && b.top < a.top + tall[i] ? [[i, i + 1 + j]] : [];
  }));
}

test('no card lies on another, on one page or on several', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const tall = heights(40, seed);
    for (const columns of [1, 2, 5]) {
      assert.deepEqual(overlaps(pack(tall, columns, GAP).spots, tall), []);
      const { spots, pages } = packPages(tall, columns, GAP, 480);
      assert.deepEqual(overlaps(spots, tall), []);
      assert.equal(new Set(spots.map((spot) => spot.page)).size, pages, 'no page is empty');
      spots.forEach((spot, i) => assert.ok(spot.top + tall[i] <= 480, 'and none is cut by its page'));
    }
  }
  // The check finds a card that was moved onto its neighbour.
  const tall = heights(3, 1);
  assert.equal(overlaps(pack(tall, 1, GAP).spots.map((spot) => ({ ...spot, top: 0 })), tall).length, 3);
});

test('a card keeps its place when another one comes, on one page and on several', () => {
  const tall = heights(40, 7);
  for (let count = 1; count < tall.length; count += 1) {
    const some = tall.slice(0, count);
    assert.deepEqual(pack(tall, 5, GAP).spots.slice(0, count), pack(some, 5, GAP).spots);
    assert.deepEqual(packPages(tall, 5, GAP, 480).spots.slice(0, count), packPages(some, 5, GAP, 480).spots);
  }
});

test('a card that grows pushes down what is below it, and nothing changes its column', () => {
  const tall = heights(12, 3);
  const before = pack(tall, 3, GAP).spots;
  const grown = [tall[0] + 300, ...tall.slice(1)];
  const after = pack(grown, 3, GAP, before.map((spot) => spot.column)).spots;
  assert.deepEqual(after.map((spot) => spot.column), before.map((spot) => spot.column));
  assert.notDeepEqual(pack(grown, 3, GAP).spots.map((spot) => spot.column), before.map((spot) => spot.column));
});

test('columns are as many as can be read', () => {
  assert.equal(columnsFor(1792, 22, GAP), 5);
  assert.equal(columnsFor(1000, 32, 16), 2);
  assert.equal(columnsFor(200, 32, 16), 1);
});
