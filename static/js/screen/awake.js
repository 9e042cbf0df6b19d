// A projector must not go to sleep in the middle of a stage. Where the browser cannot keep it awake, or
// the machine saves its battery, the screen works all the same, and the lobby says so.

export const MAY_SLEEP = 'This screen may go dark after a while. You can stop that in this computer’s settings.';

// tell(awake) is called whenever it is known whether the screen stays on.
export function stayAwake(tell, { lock = navigator.wakeLock, page = document } = {}) {
  const seen = () => page.visibilityState === 'visible';
  const ask = async () => {
    if (!seen()) return;
    try {
      const held = await lock.request('screen');
      tell(true);
      // Given back in a window that is still seen: the machine wants to save its battery.
      held.addEventListener('release', () => { if (seen()) tell(false); });
    } catch {
      // Refused, though nobody looked away: the lobby says what to do.
      if (seen()) tell(false);
    }
  };
  if (!lock) {
    tell(false);
    return;
  }
  // The lock is lost whenever the window is hidden.
  page.addEventListener('visibilitychange', ask);
  ask();
}
