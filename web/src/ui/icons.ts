/** The icons: drawn for this application, on a grid of 16, without fill. */
import type { Stroke } from '@/ui/stroke'

const ICONS = {
  arrow: [{ shape: 'path', d: 'M3 13L13 3M7 3h6v6' }],
  ban: [
    { shape: 'circle', cx: 8, cy: 8, r: 6 },
    { shape: 'path', d: 'M3.9 12.1l8.2-8.2' }
  ],
  book: [
    {
      shape: 'path',
      d: 'M8 4c-1.6-1-3.4-1.3-5.5-1.2v9.6c2-.1 3.9.2 5.5 1.2 1.6-1 3.4-1.3 5.5-1.2V2.8C11.4 2.7 9.6 3 8 4zM8 4v9.6'
    }
  ],
  branch: [
    { shape: 'circle', cx: 4.5, cy: 3.5, r: 1.6 },
    { shape: 'circle', cx: 4.5, cy: 12.5, r: 1.6 },
    { shape: 'circle', cx: 11.5, cy: 5, r: 1.6 },
    { shape: 'path', d: 'M4.5 5.1v5.8M11.5 6.6c0 2.6-2.2 3-4.2 3.2-1.3.2-2.8.5-2.8 1.1' }
  ],
  cal: [
    { shape: 'rect', x: 2.5, y: 3.5, width: 11, height: 10, rx: 1.6 },
    { shape: 'path', d: 'M2.5 6.8h11M5.5 2v3M10.5 2v3' }
  ],
  check: [{ shape: 'path', d: 'M3.2 8.6l3.1 3.1 6.5-7.2' }],
  clock: [
    { shape: 'circle', cx: 8, cy: 8, r: 5.8 },
    { shape: 'path', d: 'M8 4.7V8l2.3 1.5' }
  ],
  cloudoff: [
    {
      shape: 'path',
      d: 'M2 2l12 12M5.2 5.6a3.3 3.3 0 0 0-.9 6.4h6.6M7.4 4.3a3.7 3.7 0 0 1 4.2 3.4 2.5 2.5 0 0 1 1.9 3.4'
    }
  ],
  comment: [{ shape: 'path', d: 'M2.5 3.5h11v7.8H8.2L5 14v-2.7H2.5z' }],
  copy: [
    { shape: 'rect', x: 5.5, y: 5.5, width: 8, height: 8, rx: 1.6 },
    { shape: 'path', d: 'M3.5 10.5h-.3a.7.7 0 0 1-.7-.7V3.2c0-.4.3-.7.7-.7h6.6c.4 0 .7.3.7.7v.3' }
  ],
  cursor: [{ shape: 'path', d: 'M3.5 2.5l9 4.2-3.8 1.5-1.6 3.9z' }],
  dots: [{ shape: 'path', d: 'M3.5 8h.01M8 8h.01M12.5 8h.01', strokeWidth: 2.2 }],
  down: [{ shape: 'path', d: 'M4 6l4 4 4-4' }],
  download: [{ shape: 'path', d: 'M8 2.5v8M4.8 7.5L8 10.7l3.2-3.2M2.8 13.5h10.4' }],
  expand: [{ shape: 'path', d: 'M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5L9 7M2.5 13.5L7 9' }],
  eyeoff: [
    {
      shape: 'path',
      d: 'M2 2l12 12M6.2 4A6.6 6.6 0 0 1 8 3.7c4 0 6.5 4.3 6.5 4.3a11 11 0 0 1-1.7 2.2M4 5.2A11 11 0 0 0 1.5 8S4 12.3 8 12.3c1 0 2-.3 2.8-.7'
    }
  ],
  file: [{ shape: 'path', d: 'M4 2h5l3.5 3.5V14H4zM9 2v3.5h3.5' }],
  filter: [{ shape: 'path', d: 'M2.5 4h11M4.8 8h6.4M6.8 12h2.4' }],
  fit: [{ shape: 'path', d: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3' }],
  frame: [{ shape: 'path', d: 'M5 2v12M11 2v12M2 5h12M2 11h12' }],
  fx: [
    {
      shape: 'path',
      d: 'M10.6 2.8c-1.6-.5-2.6.2-2.9 2L6.4 12c-.3 1.6-1.2 2.2-2.6 1.6M4.5 6.8h5M9.4 9.2l4 4M13.4 9.2l-4 4'
    }
  ],
  grid: [
    { shape: 'rect', x: 2.5, y: 2.5, width: 4.6, height: 4.6, rx: 1 },
    { shape: 'rect', x: 8.9, y: 2.5, width: 4.6, height: 4.6, rx: 1 },
    { shape: 'rect', x: 2.5, y: 8.9, width: 4.6, height: 4.6, rx: 1 },
    { shape: 'rect', x: 8.9, y: 8.9, width: 4.6, height: 4.6, rx: 1 }
  ],
  hand: [
    {
      shape: 'path',
      d: 'M5 8V4.2a1 1 0 0 1 2 0V7M7 7V3.2a1 1 0 0 1 2 0V7M9 7V4a1 1 0 0 1 2 0v4M11 6.5a1 1 0 0 1 2 0v3.3c0 2.5-1.6 4-4 4-2 0-3-.8-3.9-2.4L3.2 8.6c-.4-.9.7-1.6 1.4-.9L5 8.2'
    }
  ],
  history: [{ shape: 'path', d: 'M2.6 6.2A5.8 5.8 0 1 1 2.3 9M2.2 3v3.3h3.3M8 5v3.2l2.1 1.3' }],
  inbox: [
    { shape: 'path', d: 'M2.5 9l2-6h7l2 6v4.5h-11zM2.5 9h3.2c.2 1.3 1 2 2.3 2s2.1-.7 2.3-2h3.2' }
  ],
  info: [
    { shape: 'circle', cx: 8, cy: 8, r: 6 },
    { shape: 'path', d: 'M8 7.4v3.4M8 5.1v.1' }
  ],
  key: [
    { shape: 'circle', cx: 5, cy: 8, r: 2.8 },
    { shape: 'path', d: 'M7.8 8h6M11.5 8v2.4M13.8 8v1.8' }
  ],
  link: [
    {
      shape: 'path',
      d: 'M6.6 9.4l2.8-2.8M7.2 4.6l1.2-1.2a3 3 0 0 1 4.2 4.2l-1.2 1.2M8.8 11.4l-1.2 1.2a3 3 0 0 1-4.2-4.2l1.2-1.2'
    }
  ],
  list: [{ shape: 'path', d: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.6 4h.01M2.6 8h.01M2.6 12h.01' }],
  lock: [
    { shape: 'rect', x: 3.2, y: 7, width: 9.6, height: 6.6, rx: 1.6 },
    { shape: 'path', d: 'M5.2 7V5.2a2.8 2.8 0 0 1 5.6 0V7' }
  ],
  minus: [{ shape: 'path', d: 'M3 8h10' }],
  moon: [{ shape: 'path', d: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z' }],
  move: [{ shape: 'path', d: 'M2.5 8h11M10 4.5L13.5 8 10 11.5' }],
  note: [{ shape: 'path', d: 'M3 3h10v6.5L9.5 13H3zM13 9.5H9.5V13' }],
  out: [{ shape: 'path', d: 'M5 5L2 8l3 3M11 5l3 3-3 3M9.2 3.5l-2.4 9' }],
  panel: [
    { shape: 'rect', x: 2, y: 2.8, width: 12, height: 10.4, rx: 1.6 },
    { shape: 'path', d: 'M6 2.8v10.4' }
  ],
  pen: [{ shape: 'path', d: 'M3 13l.8-3.2 7-7 2.4 2.4-7 7z' }],
  plus: [{ shape: 'path', d: 'M8 3v10M3 8h10' }],
  rel: [
    { shape: 'circle', cx: 3.6, cy: 12.4, r: 1.6 },
    { shape: 'circle', cx: 12.4, cy: 3.6, r: 1.6 },
    { shape: 'path', d: 'M5 11L11 5' }
  ],
  right: [{ shape: 'path', d: 'M6 4l4 4-4 4' }],
  search: [
    { shape: 'circle', cx: 7, cy: 7, r: 4.5 },
    { shape: 'path', d: 'M10.5 10.5L14 14' }
  ],
  shield: [
    {
      shape: 'path',
      d: 'M8 1.8l5 1.8v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.6v-4zM5.8 7.9l1.6 1.6 2.8-3.1'
    }
  ],
  swap: [{ shape: 'path', d: 'M3 5.5h10M10.5 3L13 5.5 10.5 8M13 10.5H3M5.5 8L3 10.5 5.5 13' }],
  tag: [
    { shape: 'path', d: 'M2.5 2.5h5.2l5.8 5.8-5.2 5.2-5.8-5.8z' },
    { shape: 'circle', cx: 5.4, cy: 5.4, r: 0.7 }
  ],
  tilde: [{ shape: 'path', d: 'M2.8 9.4C4.4 5.6 6.4 6.2 8 8s3.6 2.4 5.2-1.4' }],
  undo: [{ shape: 'path', d: 'M5.5 3L2.5 6l3 3M2.5 6h7a3.7 3.7 0 0 1 0 7.4H6.5' }],
  uniq: [
    { shape: 'circle', cx: 8, cy: 8, r: 5.8 },
    { shape: 'path', d: 'M6.8 6.2L8.3 5.2v5.6' }
  ],
  up: [{ shape: 'path', d: 'M4 10l4-4 4 4' }],
  warn: [{ shape: 'path', d: 'M8 2.3l6.2 11H1.8zM8 6.6v3M8 11.4v.1' }],
  x: [{ shape: 'path', d: 'M4 4l8 8M12 4l-8 8' }]
} as const satisfies Readonly<Record<string, readonly Stroke[]>>

export type IconName = keyof typeof ICONS

export function strokesOfIcon(name: IconName): readonly Stroke[] {
  return ICONS[name]
}
