/** The glyphs of kinds: a filled tile and lines on it, on a grid of 16; the shape says the kind too. */
import type { Stroke } from '@/ui/stroke'

export type Part = Stroke & { readonly role: 'fill' | 'line' }

const GLYPHS = {
  actor: [
    { shape: 'circle', role: 'fill', cx: 8, cy: 4.7, r: 2.9 },
    { shape: 'path', role: 'fill', d: 'M2.5 14.2c.4-3.4 2.6-5 5.5-5s5.1 1.6 5.5 5z' }
  ],
  aggregate: [
    { shape: 'rect', role: 'fill', x: 1.5, y: 1.5, width: 13, height: 13, rx: 3.5 },
    { shape: 'rect', role: 'line', x: 5.2, y: 5.2, width: 5.6, height: 5.6, rx: 1.2 }
  ],
  command: [
    { shape: 'path', role: 'fill', d: 'M1.8 1.8h12.4v8.4l-4 4H1.8z' },
    { shape: 'path', role: 'line', d: 'M4.5 7.4h6.5M8.6 4.9l2.5 2.5-2.5 2.5' }
  ],
  context: [
    {
      shape: 'rect',
      role: 'fill',
      x: 1.8,
      y: 1.8,
      width: 12.4,
      height: 12.4,
      rx: 3,
      strokeDasharray: '2.6 2'
    }
  ],
  entity: [
    { shape: 'rect', role: 'fill', x: 1.5, y: 2.5, width: 13, height: 11, rx: 2.5 },
    { shape: 'path', role: 'line', d: 'M1.8 6.3h12.4' }
  ],
  enum: [
    { shape: 'rect', role: 'fill', x: 2, y: 1.5, width: 12, height: 13, rx: 1 },
    { shape: 'path', role: 'line', d: 'M5 5.2h6M5 8h6M5 10.8h3.5' }
  ],
  event: [
    { shape: 'path', role: 'fill', d: 'M1.8 1.8h12.4v8.4l-4 4H1.8z' },
    { shape: 'path', role: 'line', d: 'M5.6 11.5V4.7h5l-1.5 2 1.5 2h-5' }
  ],
  field: [
    { shape: 'rect', role: 'fill', x: 1.5, y: 4.5, width: 13, height: 7, rx: 2 },
    { shape: 'path', role: 'line', d: 'M4.3 8h1.2M7.8 8h3.9' }
  ],
  hotspot: [
    { shape: 'path', role: 'fill', d: 'M8 1.3L14.7 8 8 14.7 1.3 8z' },
    { shape: 'path', role: 'line', d: 'M8 4.8v3.6M8 10.7v.1' }
  ],
  life: [
    { shape: 'rect', role: 'fill', x: 1.5, y: 1.5, width: 13, height: 13, rx: 6.5 },
    { shape: 'path', role: 'line', d: 'M5 8h5.5M8.5 5.8L10.7 8l-2.2 2.2' }
  ],
  policy: [
    { shape: 'path', role: 'fill', d: 'M1.8 1.8h12.4v8.4l-4 4H1.8z' },
    { shape: 'path', role: 'line', d: 'M5 5h2.5v4.5H10M8.7 8l1.5 1.5L8.7 11' }
  ],
  read: [
    { shape: 'path', role: 'fill', d: 'M1.8 1.8h12.4v8.4l-4 4H1.8z' },
    { shape: 'path', role: 'line', d: 'M4.6 5.2h6.8M4.6 7.8h6.8M4.6 10.4h3' }
  ],
  relation: [
    { shape: 'path', role: 'line', d: 'M5.2 10.8l5.6-5.6' },
    { shape: 'circle', role: 'fill', cx: 3.8, cy: 12.2, r: 2.3 },
    { shape: 'circle', role: 'fill', cx: 12.2, cy: 3.8, r: 2.3 }
  ],
  rule: [
    {
      shape: 'path',
      role: 'fill',
      d: 'M8 1.6l5.3 1.9v4.2c0 3.3-2.2 5.5-5.3 6.7-3.1-1.2-5.3-3.4-5.3-6.7V3.5z'
    },
    { shape: 'path', role: 'line', d: 'M5.7 7.9l1.7 1.7 2.9-3.2' }
  ],
  system: [
    { shape: 'rect', role: 'fill', x: 1.5, y: 3, width: 13, height: 10, rx: 1.5 },
    { shape: 'path', role: 'line', d: 'M4.5 6.5L6.3 8l-1.8 1.5M8 10h3.5' }
  ],
  type: [
    { shape: 'rect', role: 'fill', x: 2, y: 2, width: 12, height: 12, rx: 6 },
    { shape: 'path', role: 'line', d: 'M5.6 5.6h4.8M8 5.6v5' }
  ],
  value: [
    { shape: 'path', role: 'fill', d: 'M8 1.3L14.7 8 8 14.7 1.3 8z' },
    { shape: 'path', role: 'line', d: 'M6 8h4' }
  ],
  workflow: [
    { shape: 'path', role: 'fill', d: 'M1.8 1.8h12.4v8.4l-4 4H1.8z' },
    {
      shape: 'path',
      role: 'line',
      d: 'M5 4.8h.01M5 10h.01M10.8 7.4h.01M5 4.8c0 2.6 3 2.6 5.8 2.6M5 10c0-2.6 3-2.6 5.8-2.6'
    }
  ]
} as const satisfies Readonly<Record<string, readonly Part[]>>

export type GlyphName = keyof typeof GLYPHS

export function partsOfGlyph(name: GlyphName): readonly Part[] {
  return GLYPHS[name]
}
