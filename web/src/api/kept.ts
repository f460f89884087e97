/** What this device remembers of the server's answers, to open without it. */

/** What is remembered under a name; null when nothing is, or the browser keeps nothing. */
export function remembered<Shape>(name: string): Shape | null {
  try {
    const text = localStorage.getItem(`schemaos ${name}`)
    return text === null ? null : (JSON.parse(text) as Shape)
  } catch {
    return null
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(`schemaos ${name}`, JSON.stringify(value))
  } catch {
    // a browser that keeps nothing: only opening without the server is lost
  }
}
