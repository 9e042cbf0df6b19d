// Acts on their way to the server. Each gets its number here, so a resend is harmless; one is under way
// at a time; nothing counts as done before the server's answer, and nothing is given up while the page lives.

const ANSWER_MS = 4000;
const WAIT_MS = [300, 600, 1200, 2000];

const ENDED = { ok: false, code: 'revoked', message: 'You do not take part in this circle any more.' };

export function newOp() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Acts {
  // send(payload, ms) resolves to the server's answer or rejects when none came; connected() says whether
  // there is a line at all.
  constructor(send, connected, wait = (ms) => new Promise((done) => setTimeout(done, ms))) {
    this.send = send;
    this.connected = connected;
    this.wait = wait;
    this.queue = [];
    this.busy = false;
    this.wake = null;
    this.stopped = false;
  }

  // Plays a move. Resolves to the answer: {ok: true, …} or {ok: false, code, message}. `trying` is called
  // each time it has to be tried again.
  play(type, fields = {}, { op = newOp(), trying = () => {} } = {}) {
    if (this.stopped) return Promise.resolve(ENDED);
    return new Promise((resolve) => {
      this.queue.push({ payload: { op, type, ...fields }, resolve, trying, tries: 0 });
      this.run();
    });
  }

  get pending() {
    return this.queue.length;
  }

  // Called when the line is back or the page wakes: no need to wait any longer.
  hurry() {
    this.wake?.();
    this.run();
  }

  // The server will not have us any more: what still waits gets that as its answer.
  stop() {
    this.stopped = true;
    for (const act of this.queue.splice(0)) act.resolve(ENDED);
    this.wake?.();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.queue.length && !this.stopped) {
        const act = this.queue[0];
        const answer = await this.attempt(act);
        if (this.stopped) return;
        if (answer) {
          this.queue.shift();
          act.resolve(answer);
        } else {
          act.tries += 1;
          act.trying(act.tries);
          await this.pause(WAIT_MS[Math.min(act.tries - 1, WAIT_MS.length - 1)]);
        }
      }
    } finally {
      this.busy = false;
    }
  }

  async attempt(act) {
    if (!this.connected()) return null;
    try {
      const answer = await this.send(act.payload, ANSWER_MS);
      return answer?.code === 'try_again' ? null : answer;
    } catch {
      return null; // no answer came: it may have been saved or not, and is sent again under the same number
    }
  }

  async pause(ms) {
    await Promise.race([this.wait(ms), new Promise((done) => { this.wake = done; })]);
    this.wake = null;
  }
}
