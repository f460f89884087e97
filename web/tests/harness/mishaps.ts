/** Errors that nobody catches, as a page's console would show them. */

/** Do something, and return what was thrown where nobody was in the middle of anything. */
export async function mishapsOf(work: () => unknown): Promise<readonly unknown[]> {
  const mishaps: unknown[] = []
  const hear = (error: unknown) => mishaps.push(error)
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', hear)
  try {
    await work()
    await new Promise(resolve => setImmediate(resolve)) // they are thrown in a task of their own
  } finally {
    process.off('uncaughtException', hear)
    for (const other of others) process.on('uncaughtException', other)
  }
  return mishaps
}
