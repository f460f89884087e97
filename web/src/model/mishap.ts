/** A failure of somebody who listens: it is reported as uncaught, and stops nobody else. */

/** Call a listener; what it throws goes to the page, not to who called. */
export function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    report(error)
  }
}

/** Throw where nobody is in the middle of anything. */
export function report(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
