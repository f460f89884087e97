/** The table of figures: what was measured beside what was asked for. */

interface Row {
  readonly what: string
  readonly figure: string
  readonly asked: string
}

export class Table {
  readonly #rows: Row[] = []

  add(what: string, figure: string, asked = ''): void {
    this.#rows.push({ what, figure, asked })
  }

  print(): void {
    const line = ({ what, figure, asked }: Row) =>
      `| ${what.padEnd(58)} | ${figure.padStart(16)} | ${asked.padStart(12)} |`
    const head = { what: 'what', figure: 'figure', asked: 'asked' }
    console.log(['', line(head), ...this.#rows.map(line), ''].join('\n'))
  }
}
