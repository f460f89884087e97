/** The table of figures, row by row as they come: what was measured beside what was asked for. */

/** Measure one figure and print it; what takes too long or fails says so in its row. */
export async function figure(
  what: string,
  asked: string,
  measure: () => Promise<string>,
  seconds = 40
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<string>(done => {
    timer = setTimeout(() => done(`none in ${seconds} s`), seconds * 1000)
  })
  const told = measure().catch((error: unknown) => `failed: ${firstLine(error)}`)
  row(what, await Promise.race([told, late]), asked)
  clearTimeout(timer)
}

export function head(): void {
  row('what', 'figure', 'asked')
  row('-'.repeat(48), '-'.repeat(18), '-'.repeat(7))
}

function row(what: string, told: string, asked: string): void {
  process.stdout.write(`| ${what.padEnd(48)} | ${told.padStart(18)} | ${asked.padStart(7)} |\n`)
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
