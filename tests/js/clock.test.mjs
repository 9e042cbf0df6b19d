import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../../static/js/lib/clock.js';

// A device whose own date is ten minutes out, on a line with up to 200 ms of jitter. The server's time is
// 1,000,000 ms ahead of the device's ticks.
const AHEAD = 1_000_000;

function device(delays) {
  let ticks = 5_000;
  const ask = async () => {
    const [there, back] = delays.shift();
    ticks += there;
    const serverNow = ticks + AHEAD;
    ticks += back;
    return serverNow;
  };
  const clock = new ServerClock(ask, () => ticks, () => ticks + AHEAD + 600_000);
  return { clock, passes: (ms) => { ticks += ms; }, truth: () => ticks + AHEAD };
}

test('the shortest round trip decides, so jitter of 200 ms does not show', async () => {
  const { clock, truth } = device([[200, 10], [5, 200], [8, 12], [150, 20], [30, 190]]);
  await clock.sync();
  assert.ok(Math.abs(clock.now() - truth()) <= 2);
});

test('a date that is ten minutes wrong plays no part once the server has answered', async () => {
  const { clock, truth } = device(Array.from({ length: 5 }, () => [10, 10]));
  assert.equal(Math.abs(clock.now() - truth()), 600_000);
  await clock.sync();
  assert.equal(clock.now(), truth());
});

test('the first view is a good enough hint until the round trips are measured', () => {
  const { clock, truth } = device([]);
  clock.hint(truth() - 40);
  assert.equal(truth() - clock.now(), 40);
  clock.hint(0);
  assert.equal(truth() - clock.now(), 40);
});

test('a device that slept notices, and one that did not has no reason to ask', async () => {
  let ticks = 0;
  let wall = 0;
  const clock = new ServerClock(async () => 0, () => ticks, () => wall);
  await clock.sync();
  ticks += 1000;
  wall += 1000;
  assert.equal(clock.jumped(), false);
  wall += 60_000; // ticks stood still while the device slept
  assert.equal(clock.jumped(), true);
  assert.equal(clock.jumped(), false);
});
