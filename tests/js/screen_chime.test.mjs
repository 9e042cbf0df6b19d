import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Chime, hintFor } from '../../static/js/screen/chime.js';

const TRY = 'The chime is silent until you press “Try the sound”.';
const BLOCKED = 'This browser blocks the sound. Allow it in the browser’s settings, then try again.';
const LOUDER = 'No sound? Turn up the sound of this computer.';

// What a browser gives: sound that plays, that waits for good, or that is refused.
class Sound {
  constructor(how) {
    this.how = how;
    this.state = 'suspended';
    this.currentTime = 0;
    this.destination = {};
    this.played = 0;
  }

  resume() {
    if (this.how === 'refused') return Promise.reject(new Error('not allowed'));
    if (this.how === 'waits') return new Promise(() => {});
    this.state = 'running';
    return Promise.resolve();
  }
}

globalThis.OscillatorNode = class {
  constructor(sound) { this.sound = sound; }
  connect(next) { return next; }
  start() { this.sound.played += 1; }
  stop() {}
};
globalThis.GainNode = class {
  constructor() { this.gain = { linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }; }
  connect(next) { return next; }
};

function chimeWith(how) {
  const sound = new Sound(how);
  return { sound, chime: new Chime(() => sound) };
}

beforeEach(() => {
  const kept = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

test('it is off until somebody switches it on, and then rings at the bell', async () => {
  const { sound, chime } = chimeWith('plays');
  await chime.again();
  await chime.ring();
  assert.equal(sound.played, 0);
  assert.equal(hintFor(chime), '');
  await chime.toggle();
  const heard = sound.played;
  assert.ok(heard > 0, 'who switches it on hears it');
  await chime.ring();
  assert.equal(sound.played, 2 * heard);
  await chime.toggle();
  await chime.ring();
  assert.equal(sound.played, 2 * heard, 'switched off it is silent');
});

test('it can be tried without being switched on', async () => {
  const { sound, chime } = chimeWith('plays');
  await chime.test();
  assert.ok(sound.played > 0);
  assert.equal(chime.on, false);
  assert.equal(hintFor(chime), LOUDER);
});

for (const how of ['waits', 'refused']) {
  test(`sound that is blocked (${how}) throws nothing, plays nothing late, and is told`, async () => {
    const { sound, chime } = chimeWith(how);
    let looks = 0;
    chime.watch(() => { looks += 1; });
    await chime.toggle();
    assert.equal(hintFor(chime), BLOCKED);
    await chime.ring();
    assert.equal(sound.played, 0);
    assert.ok(looks > 1, 'the page is told');
    sound.how = 'plays';
    await chime.test();
    assert.equal(hintFor(chime), LOUDER);
    assert.ok(sound.played > 0);
  });
}

test('a browser without sound says so', async () => {
  const chime = new Chime(() => { throw new ReferenceError('AudioContext'); });
  await chime.toggle();
  await chime.ring();
  assert.equal(hintFor(chime), 'This browser cannot play the chime.');
});

test('the choice outlives a reload; then one press is needed', async () => {
  await chimeWith('plays').chime.toggle();
  const { sound, chime } = chimeWith('waits');
  assert.equal(chime.on, true);
  await chime.again();
  assert.equal(hintFor(chime), TRY);
  sound.how = 'plays';
  await chime.test();
  assert.equal(hintFor(chime), LOUDER);
  await chime.toggle();
  assert.equal(chimeWith('plays').chime.on, false, 'and so does switching it off');
});
