// A soft chime when the time is up, for those who want one. Browsers play no sound before somebody has
// pressed something, so it is off until the button in the lobby is pressed.

const NOTE_HZ = 523.25;
const SECONDS = 2.5;
const LOUDNESS = 0.15;

export class Chime {
  constructor() {
    this.context = null;
    this.on = false;
  }

  // Switches it on, and lets it be heard once, or off.
  toggle() {
    this.on = !this.on;
    if (!this.on) return;
    this.context ??= new AudioContext();
    this.ring();
  }

  ring() {
    if (!this.on) return;
    this.context.resume();
    [1, 2.4].forEach((times, i) => this.tone(NOTE_HZ * times, LOUDNESS / (i + 1)));
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
