/** Light or dark: chosen on this device, else as the system has it. `public/theme.js` sets the first. */

export type Theme = 'light' | 'dark' | 'system'

const KEY = 'schemaos theme'
const SYSTEM_DARK = '(prefers-color-scheme: dark)'

export function themeChosen(): Theme {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'light' || kept === 'dark' ? kept : 'system'
  } catch {
    return 'system'
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // a browser that keeps nothing: chosen until the page is left
  }
  show(theme)
}

/** Follow the system and the other tabs; returns what ends it. */
export function followTheme(onChange: (theme: Theme) => void): () => void {
  const follow = () => {
    const theme = themeChosen()
    show(theme)
    onChange(theme)
  }
  const listeners = new AbortController()
  matchMedia(SYSTEM_DARK).addEventListener('change', follow, { signal: listeners.signal })
  window.addEventListener('storage', ({ key }) => key === KEY && follow(), {
    signal: listeners.signal
  })
  return () => listeners.abort()
}

function show(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(SYSTEM_DARK).matches)
  document.documentElement.classList.toggle('dark', isDark)
}
