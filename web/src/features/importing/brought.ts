/** What was dropped or pasted on another page, on its way to the import. */

let held: File | string | null = null

export function bring(thing: File | string): void {
  held = thing
}

/** What was brought, until it is put down; an effect that runs twice sees it twice. */
export function brought(): File | string | null {
  return held
}

export function putDown(): void {
  held = null
}
