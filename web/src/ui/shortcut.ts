/** Keys as the person's keyboard names them: `Ctrl+Shift+Z` is `⇧⌘Z` on a Mac. */

const MAC: Readonly<Record<string, string>> = {
  Ctrl: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Delete: '⌫'
}

function isMac(platform: string = navigator.platform): boolean {
  return /mac|iphone|ipad/i.test(platform)
}

/** The keys of a shortcut one by one: `Ctrl+K` -> `Ctrl`, `K`. */
export function partsOfKeys(keys: string, onMac: boolean = isMac()): readonly string[] {
  const parts = keys.split(/(?<=[^+])\+/u)
  return onMac ? parts.map(part => MAC[part] ?? part) : parts
}

/** A shortcut in a tooltip. */
export function keysShown(keys: string, onMac: boolean = isMac()): string {
  return partsOfKeys(keys, onMac).join(onMac ? '' : '+')
}

/** A label and its key, as a tooltip says it: `Fit all, Shift+1`. */
export function titleWithKeys(label: string, keys?: string): string {
  return keys === undefined ? label : `${label}, ${keysShown(keys)}`
}
