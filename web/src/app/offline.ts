/** Keeps the application on this device, where the browser allows it: `offline/worker.ts`. */

export function keepApplication(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // After the first picture: what is kept for later does not hold up what is shown now.
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined) // the application does without it
  })
}
