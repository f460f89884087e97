/** The colours of the theme, for what is painted and not styled; others when the theme is another. */
import { useSyncExternalStore } from 'react'
import { type Palette, paletteOf } from '@/canvas/overview/palette'

let palette: { readonly theme: string; readonly colours: Palette } | null = null

export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, read)
}

function subscribe(changed: () => void): () => void {
  const watching = new MutationObserver(changed)
  watching.observe(document.documentElement, { attributeFilter: ['class'] })
  return () => watching.disconnect()
}

function read(): Palette {
  const { documentElement } = document
  const theme = documentElement.className
  if (palette?.theme !== theme) {
    palette = { theme, colours: paletteOf(getComputedStyle(documentElement)) }
  }
  return palette.colours
}
