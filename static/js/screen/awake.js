// A projector must not go to sleep in the middle of a stage. Where the browser cannot keep it awake, or
// the machine saves its battery, the screen works all the same.

export function stayAwake() {
  const ask = () => {
    if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => {});
  };
  // The lock is lost whenever the window is hidden.
  document.addEventListener('visibilitychange', ask);
  ask();
}
