/** My view follows somebody's, until I move it myself, press Esc, or they go. */
import { type Transform, useReactFlow, useStoreApi, type Viewport } from '@xyflow/react'
import { type CSSProperties, useCallback, useEffect } from 'react'
import { wantsStillness } from '@/ui/stillness'
import { usePeople, useScreen, useWorkspace } from '@/workspace/hooks'
import { givenName } from '@/workspace/people'
import type { View } from '@/workspace/whereabouts'
import './following.css'

export function Following() {
  const workspace = useWorkspace()
  const following = useScreen(screen => screen.following)
  const people = usePeople()
  const leader = people.find(({ person }) => person.id === following)
  const isGone = following !== null && leader === undefined
  useEffect(() => {
    if (isGone) workspace.show({ following: null })
  }, [isGone, workspace])
  const end = useCallback(() => workspace.show({ following: null }), [workspace])
  if (leader === undefined) return null
  const { person, colour } = leader
  return (
    <Followed
      person={person.id}
      name={givenName(person.name)}
      colour={`var(--${colour})`}
      onEnd={end}
    />
  )
}

interface FollowedProps {
  readonly person: string
  readonly name: string
  readonly colour: string
  readonly onEnd: () => void
}

function Followed({ person, name, colour, onEnd }: FollowedProps) {
  useEscape(onEnd)
  useFollowedView(person, onEnd)
  return (
    <div className="following" style={{ '--person': colour } as CSSProperties}>
      <button type="button" className="following-who" onClick={onEnd} title="Stop following, Esc">
        <span className="following-name">
          Following <bdi>{name}</bdi>
        </span>
        , Esc ends
      </button>
    </div>
  )
}

function useEscape(onEnd: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation() // Esc leads back one step, and this is the outermost
      onEnd()
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [onEnd])
}

function useFollowedView(person: string, onEnd: () => void): void {
  const { presence } = useWorkspace()
  const { setViewport } = useReactFlow()
  const flow = useStoreApi()
  useEffect(() => {
    let frame = 0
    let isOurs = false
    const draw = () => {
      frame = 0
      const view = presence.viewOf(person)
      if (view === null) return
      const { transform, width, height } = flow.getState()
      const wanted = viewportOf(view, width, height)
      const next = nearer(transform, wanted)
      isOurs = true
      void setViewport(next)
      isOurs = false
      if (next !== wanted) hurry()
    }
    const hurry = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    hurry()
    let seen = flow.getState().transform
    const ends = [
      presence.subscribe('views', hurry),
      flow.subscribe(({ transform }) => {
        if (transform !== seen && !isOurs) onEnd()
        seen = transform
      })
    ]
    return () => {
      cancelAnimationFrame(frame)
      for (const end of ends) end()
    }
  }, [person, onEnd, presence, setViewport, flow])
}

function viewportOf({ x, y, zoom }: View, width: number, height: number): Viewport {
  return { x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom }
}

/** The part of the way to their view that is gone in a frame. */
const STEP = 0.35
const NEAR = 0.5

/** The next frame on the way; the goal itself when it is near, or nothing shall glide. */
function nearer([x, y, zoom]: Transform, wanted: Viewport): Viewport {
  const next = {
    x: x + (wanted.x - x) * STEP,
    y: y + (wanted.y - y) * STEP,
    zoom: zoom + (wanted.zoom - zoom) * STEP
  }
  const far = Math.max(
    Math.abs(wanted.x - next.x),
    Math.abs(wanted.y - next.y),
    Math.abs(wanted.zoom - next.zoom) * 500
  )
  return far < NEAR || wantsStillness() ? wanted : next
}
