/** What icons are drawn of: shapes on a grid of 16, by the attributes that SVG has for them. */

export type Stroke =
  | (Common & { readonly shape: 'path'; readonly d: string })
  | (Common & {
      readonly shape: 'circle'
      readonly cx: number
      readonly cy: number
      readonly r: number
    })
  | (Common & {
      readonly shape: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly rx?: number
    })

interface Common {
  readonly strokeWidth?: number
  readonly strokeDasharray?: string
}
