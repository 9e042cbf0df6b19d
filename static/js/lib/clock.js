// The server's time, worked out here. A device's own date is never trusted: it may be minutes out.
// What counts locally is performance.now(), which no change of the date moves.

const ROUNDS = 5;
// A gap like this between two looks at the clock means that the device slept, or that its date was set.
const JUMP_MS = 1500;

export class ServerClock {
  // ask() resolves to the server's time in ms; ticks() and wall() are injected in tests.
  constructor(ask, ticks = () => performance.now(), wall = () => Date.now()) {
    this.ask = ask;
    this.ticks = ticks;
    this.wall = wall;
    this.offset = null;
    this.measured = false;
    this.drift = wall() - ticks();
  }

  get known() {
    return this.offset !== null;
  }

  // The server's time now, in ms since the epoch; before the first answer, the best guess there is.
  now() {
    return this.ticks() + (this.offset ?? this.drift);
  }

  // A server_now that came with a view: good enough until round trips have been measured. It was underway
  // for some time, so of several hints the latest time is the nearest to the truth.
  hint(serverNow) {
    const offset = serverNow - this.ticks();
    if (!this.measured) this.offset = Math.max(offset, this.offset ?? offset);
  }

  // Several round trips; the shortest says most, since its answer was underway for the least time.
  async sync() {
    let best = null;
    for (let round = 0; round < ROUNDS; round += 1) {
      const sent = this.ticks();
      const serverNow = await this.ask();
      const took = this.ticks() - sent;
      if (best === null || took < best.took) best = { took, offset: serverNow + took / 2 - this.ticks() };
      if (!this.measured) this.offset = best.offset;
    }
    this.offset = best.offset;
    this.measured = true;
    this.drift = this.wall() - this.ticks();
  }

  // Whether the device seems to have slept since the last look. ticks() stands still in some browsers
  // while the device sleeps, so the time must be asked for again.
  jumped() {
    const drift = this.wall() - this.ticks();
    const jumped = Math.abs(drift - this.drift) > JUMP_MS;
    this.drift = drift;
    return jumped;
  }
}
