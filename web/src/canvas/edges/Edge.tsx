/** One edge: its way, what stands at its ends, and the two numbers. */
import { memo } from 'react'
import { EndGlyph } from '@/canvas/edges/ends'
import type { DrawnEdge } from '@/canvas/flow/stage'
import { glyphsOf, type LabelPoint, labelPoints, pathOf } from '@/canvas/routing/route'
import type { EdgeEnd } from '@/canvas/scene/shapes'
import { rangeText } from '@/model/fieldline/range'

interface EdgeProps {
  readonly edge: DrawnEdge
  readonly isActive: boolean
  readonly isHovered: boolean
  readonly hasNumbers: boolean
}

export const Edge = memo(function Edge({ edge, isActive, isHovered, hasNumbers }: EdgeProps) {
  const { shape, route } = edge
  const ends = glyphsOf(route)
  const labels = hasNumbers ? labelPoints(route) : null
  const classes = [
    'edge',
    shape.isQuiet && 'edge-quiet',
    isActive && 'edge-active',
    isHovered && 'edge-hovered'
  ]
  return (
    <g className={classes.filter(Boolean).join(' ')} data-edge={shape.id}>
      <path className="edge-path" d={pathOf(route)} />
      {ends !== null && (
        <>
          <EndGlyph glyph={shape.sourceEnd.glyph} {...ends.from} />
          <EndGlyph glyph={shape.targetEnd.glyph} {...ends.to} />
        </>
      )}
      {labels !== null && (
        <>
          <EndNumber end={shape.sourceEnd} at={labels.from} />
          <EndNumber end={shape.targetEnd} at={labels.to} />
        </>
      )}
    </g>
  )
})

interface EndNumberProps {
  readonly end: EdgeEnd
  readonly at: LabelPoint
}

function EndNumber({ end, at }: EndNumberProps) {
  if (end.count === null) return null
  return (
    <text
      className="edge-number"
      x={at.x}
      y={at.y}
      textAnchor={at.anchor}
      dominantBaseline="central"
    >
      {rangeText(end.count)}
    </text>
  )
}
