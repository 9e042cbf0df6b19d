import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APART_MS, HOLD_MS, Hold } from '../../static/js/control/hold.js';

function held() {
  const clock = { at: 5000 };
  const hold = new Hold(() => clock.at);
  const press = (ms) => { hold.down(); clock.at += ms; return hold.up(); };
  const wait = (ms) => { clock.at += ms; };
  return { hold, press, wait, clock };
}

test('held for its whole time it is meant', () => {
  const { press } = held();
  assert.equal(press(HOLD_MS), 'yes');
});

test('held a moment too short it asks for one more press', () => {
  const { press } = held();
  assert.equal(press(HOLD_MS - 1), 'again');
});

test('how far it is held grows to the whole and no further', () => {
  const { hold, wait } = held();
  assert.equal(hold.held, 0);
  hold.down();
  wait(HOLD_MS / 4);
  assert.equal(hold.held, 0.25);
  wait(HOLD_MS * 2);
  assert.equal(hold.held, 1);
});

test('a double click does nothing but ask', () => {
  const { press, wait } = held();
  assert.equal(press(60), 'again');
  wait(100);
  assert.equal(press(60), 'again');
});

test('nor do many quick clicks: each begins the wait anew', () => {
  const { press, wait } = held();
  for (let click = 0; click < 12; click += 1) {
    assert.equal(press(50), 'again');
    wait(APART_MS - 51);
  }
});

test('two presses with a moment between are meant', () => {
  const { press, wait } = held();
  assert.equal(press(60), 'again');
  wait(APART_MS);
  assert.equal(press(60), 'yes');
});

test('a second press may come as late as somebody needs', () => {
  const { press, wait } = held();
  press(60);
  wait(10 * 60_000);
  assert.equal(press(60), 'yes');
});

test('bare clicks of a screen reader or a switch count as presses', () => {
  const { hold, wait } = held();
  assert.equal(hold.click(), 'again');
  wait(APART_MS - 1);
  assert.equal(hold.click(), 'again');
  wait(APART_MS);
  assert.equal(hold.click(), 'yes');
});

test('the click that a browser sends after a press is not a second press', () => {
  const { hold, press, wait } = held();
  press(APART_MS + 100);
  assert.equal(hold.click(), '');
  wait(20);
  assert.equal(hold.click(), '');
});

test('sliding away means nothing, not even a first press', () => {
  const { hold, press, wait } = held();
  hold.down();
  wait(HOLD_MS - 1);
  hold.away();
  assert.equal(hold.up(), '');
  wait(APART_MS);
  assert.equal(press(60), 'again');
});
