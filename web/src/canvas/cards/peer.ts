/** The colour of somebody else, for a stylesheet to take up as `--peer`. */
import type { CSSProperties } from 'react'

export function inColour(peer: string | null, style: CSSProperties = {}): CSSProperties {
  return peer === null ? style : { ...style, ['--peer' as string]: peer }
}
