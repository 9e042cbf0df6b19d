// The controls besides the primary button. Each stands there only while it leads anywhere.

import { h, keyed, say, show } from '../lib/dom.js';
import { doorOpen, stateAt } from '../lib/stage.js';

export function buttons(page) {
  const common = page.at('controls');
  const rare = page.at('rare-controls');

  function tick(view, now) {
    fillButtons(common, commonOnes(view, now));
    fillButtons(rare, rareOnes(view, now));
    show(page.at('rare'), view.stage.state !== 'closed');
    show(page.at('stop'), view.stage.state !== 'closed' && view.controls.includes('stop') && !view.circle.stopped);
  }

  function fillButtons(place, list) {
    keyed(place, list, (one) => one.id, make, (node, one) => {
      node.press = one.press;
      say(node, one.label);
      if (one.pressed === undefined) node.removeAttribute('aria-pressed');
      else node.setAttribute('aria-pressed', String(one.pressed));
    });
  }

  function make() {
    const node = h('button', { type: 'button', class: 'govuk-button govuk-button--secondary' });
    node.addEventListener('click', () => node.press());
    return node;
  }

  function commonOnes(view, now) {
    const { stage, circle, controls } = view;
    const visit = { visit: stage.visit };
    const state = stateAt(stage, now);
    const can = (move) => controls.includes(move);
    const open = stage.phones === 'open';
    return [
      can('extend') && { id: 'extend', label: '1 minute more', press: () => page.play('extend', { ...visit, seconds: 60 }) },
      can('cut') && state !== 'over' && { id: 'cut', label: 'End the time now', press: () => page.play('cut', visit) },
      can('silence') && state !== 'over' && {
        id: 'silence', pressed: stage.silence, label: stage.silence ? 'The silence is held' : 'Hold the silence',
        press: () => page.play('silence', { on: !stage.silence }),
      },
      can('phones') && state !== 'over' && {
        id: 'phones', label: open ? 'Shut phones' : `Open phones for ${stage.group_sends.length > 1 ? 'the review' : 'typed words'}`,
        press: () => page.play('phones', { ...visit, on: !open }),
      },
      can('blank') && {
        id: 'blank', pressed: circle.blank, label: circle.blank ? 'Show the screen again' : 'Blank the screen',
        press: () => page.play('blank', { on: !circle.blank }),
      },
      undo(view, now), // last, so that nothing moves when its ten seconds are over
    ].filter(Boolean);
  }

  function undo(view, now) {
    if (!view.undo || now >= view.undo.until || view.stage.state === 'closed') return false;
    return {
      id: 'undo', label: `Undo: ${UNDO[view.undo.type]}`,
      press: () => page.play('undo', { visit: page.view.stage.visit, undoes: view.undo.op }),
    };
  }

  function rareOnes(view, now) {
    const { stage, controls } = view;
    const visit = { visit: stage.visit };
    const can = (move) => controls.includes(move);
    const open = doorOpen(view, now);
    return [
      can('back') && { id: 'back', label: 'Back to the stage before', press: () => page.play('back', visit) },
      can('next') && { id: 'next', label: 'Go on to the next stage now', press: () => page.play('next', visit) },
      can('close') && { id: 'close', label: 'Close the circle', press: page.close },
      can('door') && {
        id: 'door', label: open ? 'Let nobody new join' : 'Let new people join',
        press: () => page.play('door', { on: !open }),
      },
      can('hide_clock') && {
        id: 'hide_clock', label: view.circle.clock_hidden ? 'Show the clock on the shared screen' : 'Hide the clock on the shared screen',
        press: () => page.play('hide_clock', { on: !view.circle.clock_hidden }),
      },
      can('new_code') && { id: 'new_code', label: 'New join code and screen code', press: newCode },
      { id: 'keys', label: 'Keys', press: page.showKeys },
    ].filter(Boolean);
  }

  async function newCode() {
    const sure = await page.ask({
      title: 'New codes?', text: 'The codes and the square that people have now stop working at once. Whoever has joined stays, and so does a shared screen that is open.',
      does: 'make new codes', no: 'Keep the codes',
    });
    if (sure) await page.play('new_code');
  }

  return { tick };
}

const UNDO = {
  start: 'back to before the start',
  next: 'return to the stage before',
  back: 'return to the later stage',
  cut: 'let the time run on',
  extend: 'take the extra time away',
};
