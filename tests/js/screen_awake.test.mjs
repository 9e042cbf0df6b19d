import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stayAwake } from '../../static/js/screen/awake.js';

class Page extends EventTarget {
  visibilityState = 'visible';

  becomes(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const settled = () => new Promise((done) => { setImmediate(done); });

function begin(lock) {
  const told = [];
  const page = new Page();
  stayAwake((awake) => told.push(awake), { lock, page });
  return { told, page };
}

test('where the browser has no such lock, the screen may sleep', async () => {
  // Left out, it would be the lock of the browser that runs this test.
  const { told, page } = begin(null);
  page.becomes('hidden');
  page.becomes('visible');
  await settled();
  assert.deepEqual(told, [false]);
});

test('a refusal is told and never thrown', async () => {
  const { told } = begin({ request: () => Promise.reject(new Error('NotAllowedError')) });
  await settled();
  assert.deepEqual(told, [false]);
});

test('a lock is asked for again whenever the window is seen again', async () => {
  const held = [];
  const lock = { request: async () => { held.push(new EventTarget()); return held.at(-1); } };
  const { told, page } = begin(lock);
  await settled();
  page.becomes('hidden');
  held[0].dispatchEvent(new Event('release'));
  page.becomes('visible');
  await settled();
  assert.equal(held.length, 2);
  assert.deepEqual(told, [true, true], 'a hidden window may sleep, and nobody needs to be told');
  held[1].dispatchEvent(new Event('release'));
  assert.deepEqual(told, [true, true, false], 'a machine that saves its battery takes it away while people look');
});
