// A soft chime when the time is up, for those who want one. Browsers play no sound before somebody has pressed
// something, so it is off until it is switched on in the lobby. The choice is kept for this window: after a reload
// the chime is still wanted, but silent until somebody presses once more.

import { keep, kept } from '../lib/storage.js';

const KEY = 'screen-chime';
const NOTE_HZ = 523.25;
const SECONDS = 2.5;
const LOUDNESS = 0.15;
// A browser that blocks sound may leave the question open for good.
const PATIENCE_MS = 600;

const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

export class Chime {
  // make() gives the browser's sound, or throws where it has none.
  constructor(make = () => new AudioContext()) {
    this.make = make;
    this.watchers = [];
    this.context = null;
    this.on = kept(KEY) === 'on';
    this.pressed = false;
    // 'unknown' until it was tried; then 'plays', 'blocked' or 'missing'.
    this.sound = 'unknown';
  }

  // look() is called at once and after each change.
  watch(look) {
    this.watchers.push(look);
    look();
  }

  // After a reload: whether sound is allowed without a press.
  async again() {
    if (this.on) await this.wake();
  }

  async toggle() {
    this.on = !this.on;
    keep(KEY, this.on ? 'on' : null);
    if (this.on) await this.test();
    else this.tell();
  }

  // Heard once, at somebody's press.
  async test() {
    this.pressed = true;
    await this.play();
  }

  async ring() {
    if (this.on) await this.play();
  }

  async play() {
    await this.wake();
    // In a sound that sleeps, notes would wait and come all at once later.
    if (this.sound === 'plays') [1, 2.4].forEach((times, i) => this.tone(NOTE_HZ * times, LOUDNESS / (i + 1)));
  }

  async wake() {
    try {
      this.context ??= this.make();
    } catch {
      this.sound = 'missing';
      this.tell();
      return;
    }
    try {
      await Promise.race([this.context.resume(), later(PATIENCE_MS)]);
    } catch {
      // Refused: its state says so below, and the page says what to do.
    }
    this.sound = this.context.state === 'running' ? 'plays' : 'blocked';
    this.tell();
  }

  tell() {
    for (const look of this.watchers) look();
  }

  tone(pitch, loudness) {
    const now = this.context.currentTime;
    const tone = new OscillatorNode(this.context, { frequency: pitch });
    const volume = new GainNode(this.context, { gain: 0 });
    volume.gain.linearRampToValueAtTime(loudness, now + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + SECONDS);
    tone.connect(volume).connect(this.context.destination);
    tone.start(now);
    tone.stop(now + SECONDS);
  }
}

// What somebody has to do so that the chime is heard; nothing where it is heard, or not wanted.
export function hintFor({ on, pressed, sound }) {
  if (!on && !pressed) return '';
  if (sound === 'missing') return 'This browser cannot play the chime.';
  if (sound === 'plays') return pressed ? 'No sound? Turn up the sound of this computer.' : '';
  if (sound !== 'blocked') return '';
  return pressed
    ? 'This browser blocks the sound. Allow it in the browser’s settings, then try again.'
    : 'The chime is silent until you press “Try the sound”.';
}
