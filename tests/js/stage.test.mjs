import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, digits, doorOpen, inWords, remainingMs, stateAt } from '../../static/js/lib/stage.js';

const running = { state: 'running', ends_at: 10_000 };

test('a page finds out by itself that the time is up', () => {
  assert.equal(stateAt(running, 9_999), 'running');
  assert.equal(stateAt(running, 10_000), 'over');
  assert.equal(remainingMs(running, 12_000), 0);
});

test('a paused stage keeps what is left, whatever the time', () => {
  const paused = { state: 'paused', remaining_ms: 61_000 };
  assert.equal(remainingMs(paused, 0), 61_000);
  assert.equal(remainingMs(paused, 999_999_999), 61_000);
  assert.equal(stateAt(paused, 999_999_999), 'paused');
});

test('digits show the whole of the last second, and nothing below zero', () => {
  assert.equal(digits(240_000), '4:00');
  assert.equal(digits(239_999), '4:00');
  assert.equal(digits(59_001), '1:00');
  assert.equal(digits(1), '0:01');
  assert.equal(digits(0), '0:00');
});

test('time in words is as people say it', () => {
  assert.equal(inWords(60_000), '1 minute');
  assert.equal(inWords(150_000), '2 minutes 30 seconds');
  assert.equal(inWords(1_000), '1 second');
  assert.equal(counted(1, 'suggestion'), '1 suggestion');
  assert.equal(counted(0, 'question'), '0 questions');
});

test('the door shuts by itself when the last timed stage ends, and stays as the facilitator set it', () => {
  const by = (open, closesAt) => ({ circle: { door: { open, closes_at: closesAt } }, stage: { door_open: true } });
  assert.equal(doorOpen(by(null, 10_000), 9_999), true);
  assert.equal(doorOpen(by(null, 10_000), 10_000), false);
  assert.equal(doorOpen(by(true, null), 99_999), true);
});
