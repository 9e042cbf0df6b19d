// The line to the server: connects, keeps the view up to date, sends acts. A view is whole or brought up
// to date by `changed`; whenever a change seems to be missing, the whole view is asked for again.

import { io } from '../../vendor/socket.io-client-4.8.4/socket.io.esm.min.js';
import { Acts } from './acts.js';
import { changed } from './changed.js';
import { ServerClock } from './clock.js';

const QUICK_MS = 3000;
const LOOK_MS = 1000;
const AGAIN_MS = 1000;

export class Live {
  // circle: its id; token() resolves to the token; on.view(view) after each change; on.line(state) with 'on', 'off' or
  // 'ended'; on.ended({code, message}) when the server will not have us any more.
  constructor({ circle, token, editKey = null, on }) {
    this.on = on;
    this.view = null;
    this.ended = false;
    this.socket = io({
      // By this a proxy in front of several workers keeps the devices of a circle together (docs/deploy.md).
      query: { circle },
      auth: (give) => this.identify(token, editKey, give),
      reconnectionDelay: 300,
      reconnectionDelayMax: 2000,
      timeout: 8000,
      // A websocket at once saves several ways there and back. Where it is refused, polling follows without delay;
      // where it is swallowed, at the next try.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
    this.clock = new ServerClock(() => this.ask('clock').then((answer) => answer.server_now));
    this.acts = new Acts((payload, ms) => this.ask('move', payload, ms), () => this.socket.connected);
    this.socket.on('connect', () => this.connected());
    this.socket.on('disconnect', () => this.line('off'));
    this.socket.on('connect_error', (error) => this.refused(error));
    this.socket.on('revoked', (why) => this.end(why));
    this.socket.on('view', (view) => this.take(view));
    this.socket.on('changed', (change) => this.change(change));
    this.watchForWaking();
  }

  // The server's time, ms.
  now() {
    return this.clock.now();
  }

  play(type, fields, options) {
    return this.acts.play(type, fields, options);
  }

  // Asks the server for the whole view, e.g. after the page woke up.
  async refresh() {
    const view = await this.ask('sync', {}, QUICK_MS);
    if (view.ok === false) this.end(view);
    else this.take(view);
  }

  ask(event, payload = {}, ms = QUICK_MS) {
    return this.socket.timeout(ms).emitWithAck(event, payload);
  }

  // No token could be had just now: that says nothing about our right, so it is tried again.
  identify(token, editKey, give) {
    Promise.resolve().then(token).then((held) => give({ token: held, edit_key: editKey, changes: true }), () => this.connectLater());
  }

  connectLater() {
    this.socket.disconnect();
    this.line('off');
    setTimeout(() => { if (!this.ended) this.socket.connect(); }, AGAIN_MS);
  }

  async connected() {
    this.fresh = true;
    this.line('on');
    this.acts.hurry();
    try {
      await this.clock.sync();
      if (this.fresh) await this.refresh();
      else this.on.view(this.view);
    } catch {
      // No answer in time: the line is as good as cut, and the library connects again.
    }
  }

  take(view) {
    this.clock.hint(view.server_now);
    // A connection's first view counts whatever its number: the server may have been restored from a backup.
    if (this.view && !this.fresh && view.version < this.view.version) return;
    this.fresh = false;
    this.view = view;
    this.on.view(view);
  }

  change(change) {
    if (!this.view || this.fresh || change.role_version !== this.view.role_version + 1) {
      this.refresh().catch(() => {});
      return;
    }
    this.view = changed(this.view, change);
    this.on.view(this.view);
  }

  refused(error) {
    this.line('off');
    const why = error.data;
    if (!why) this.socket.io.opts.transports = ['polling', 'websocket'];
    if (why?.code && why.code !== 'try_again') this.end(why);
    // A refused connection is not tried again by the library itself.
    else if (!this.socket.active) this.connectLater();
  }

  // Called by the page too, when it has no more to do with the circle.
  end(why) {
    if (this.ended) return;
    this.ended = true;
    this.acts.stop();
    this.socket.disconnect();
    this.line('ended');
    this.on.ended?.(why);
  }

  line(state) {
    this.on.line?.(state);
  }

  watchForWaking() {
    const wake = () => { if (document.visibilityState === 'visible') this.woke(); };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('pageshow', wake);
    window.addEventListener('online', wake);
    setInterval(() => { if (this.clock.jumped()) this.woke(); }, LOOK_MS);
  }

  // After sleep a socket may look alive and be dead: ask at once, and where no answer comes connect anew.
  async woke() {
    if (this.ended) return;
    if (!this.socket.connected) {
      this.socket.connect();
      return;
    }
    try {
      await this.refresh();
      await this.clock.sync();
      this.on.view(this.view);
      this.acts.hurry();
    } catch {
      this.socket.disconnect().connect();
    }
  }
}
