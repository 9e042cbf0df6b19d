// The shared screen: reads, and never sends anything but its token. It draws whatever view the server
// last gave, and counts the time by itself in between.

import { Announcer } from '../lib/announce.js';
import { h, say } from '../lib/dom.js';
import { Live } from '../lib/live.js';
import { stayAwake } from './awake.js';
import { Chime } from './chime.js';
import { ChimeNudge } from './chime_controls.js';
import { Earlier } from './earlier.js';
import { Lobby } from './lobby.js';
import { Plain, codePageLink } from './plain.js';
import { StageScene } from './stage_scene.js';
import { pageTitle, sceneOf } from './state.js';
import { takeToken } from './token.js';

// Five looks a second: the digits change on time, and the ring moves without a jerk.
const LOOK_MS = 200;
const PAGE_KEYS = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 };

class Screen {
  constructor(root, token) {
    this.root = root;
    const chime = new Chime();
    chime.again();
    this.scenes = {
      connecting: new Plain('Connecting…'),
      lobby: new Lobby(chime, 'unencrypted' in root.dataset),
      stage: new StageScene(new ChimeNudge(chime).node),
      earlier: new Earlier(new ChimeNudge(chime).node),
      blank: new Plain('The screen is blank for a moment.'),
      stopped: new Plain('The circle is stopped.'),
      closed: new Plain('Thank you.', 'The circle has ended.'),
    };
    const status = document.getElementById('status');
    this.announcer = new Announcer({
      tell: (words) => say(status, words),
      opening: ({ stage }) => `${stage.title}. ${stage.who_speaks}`,
      atTheBell: () => chime.ring(),
    });
    this.put('connecting');
    this.live = new Live({
      circle: root.dataset.circle,
      token: () => token,
      on: { view: (view) => this.draw(view), line: (state) => this.line(state), ended: () => this.ended() },
    });
    setInterval(() => this.tick(), LOOK_MS);
    window.addEventListener('resize', () => this.scene.resized?.());
    document.addEventListener('keydown', (event) => this.key(event));
    stayAwake((awake) => this.scenes.lobby.stays(awake));
  }

  // Pages of cards turn by the arrows, and by the remote control that speakers hold in their hand.
  key(event) {
    const by = PAGE_KEYS[event.key];
    if (by && !event.altKey && !event.ctrlKey && !event.metaKey && this.scene.turns?.(by)) event.preventDefault();
  }

  draw(view) {
    const now = this.live.now();
    const name = sceneOf(view);
    document.documentElement.dataset.colour = view.stage.colour ?? view.stages[0].colour;
    if (view.circle.rehearsal && !this.rehearsal) this.tellRehearsal();
    // What is not to be read must not be in the page either, not even hidden.
    if (this.name !== name) this.scene.forget?.();
    this.put(name);
    this.scene.draw?.(view, now);
    this.tick();
  }

  // In every scene, so that nobody takes it for a real circle.
  tellRehearsal() {
    this.rehearsal = h('aside', { class: 'rehearsal', 'aria-label': 'Note' }, 'Rehearsal with made-up people. Nothing is kept.');
    this.root.before(this.rehearsal);
  }

  tick() {
    const view = this.live.view;
    if (!view || this.live.ended) return;
    const now = this.live.now();
    this.scene.tick?.(view, now, this.lost);
    this.announcer.look(runs(this.name, view) ? view : null, now);
    const title = pageTitle(view, now);
    if (document.title !== title) document.title = title;
  }

  put(name) {
    if (this.name === name) return;
    this.name = name;
    this.scene = this.scenes[name];
    this.root.dataset.scene = name;
    this.root.replaceChildren(this.scene.node);
  }

  line(state) {
    this.lost = state !== 'on';
    this.tick();
  }

  // The token holds no longer. After the close that is as it should be, and the thanks stay.
  ended() {
    if (this.name === 'closed') return;
    this.announcer.look(null, 0);
    this.scenes.ended = gone(this.root, 'This screen is no longer connected to a circle.');
    this.put('ended');
    document.title = 'Not connected – Circlekeeper';
  }
}

// Whether a stage is being held before everybody's eyes.
function runs(scene, view) {
  return scene === 'stage' || (scene === 'earlier' && view.stage.key !== 'lobby');
}

function gone(root, words) {
  return new Plain(words, h('span', {}, 'Open it again from the control page, or ', codePageLink(root), '.'));
}

function begin() {
  const root = document.getElementById('screen');
  const token = takeToken(root.dataset.circle);
  // A second link opened in the same window changes the fragment only.
  window.addEventListener('hashchange', () => window.location.reload());
  if (!token) {
    root.replaceChildren(gone(root, 'This screen is not connected to a circle.').node);
    return;
  }
  new Screen(root, token);
}

begin();
