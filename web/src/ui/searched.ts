/** A text as searches compare it: without case and accents, so that `uber` finds `Über`. */
export function searched(text: string): string {
  return text.trim().normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()
}
