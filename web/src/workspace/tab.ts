/** What names this tab and survives a reload of it. */
import { v4 } from 'uuid'

const KEY = 'schemaos tab'

export function tabName(): string {
  try {
    const kept = sessionStorage.getItem(KEY)
    if (kept !== null) return kept
    const made = v4()
    sessionStorage.setItem(KEY, made)
    return made
  } catch {
    return v4() // a browser that keeps nothing: undo does not outlive a reload
  }
}
