/** Others' pointers over the canvas, each with a name; stands in React Flow, above all of it. */
import { useStoreApi } from '@xyflow/react'
import { type CSSProperties, useEffect, useState } from 'react'
import { usePointers, useWorkspace } from '@/workspace/hooks'
import { givenName } from '@/workspace/people'
import type { Peer } from '@/workspace/presence'
import { Motion } from './motion'
import './pointers.css'

export function Pointers() {
  const pointers = usePointers()
  const motion = useMotion()
  return (
    <div className="pointers" aria-hidden="true">
      {pointers.map(peer => (
        <Pointer key={peer.client} peer={peer} motion={motion} />
      ))}
    </div>
  )
}

interface PointerProps {
  readonly peer: Peer
  readonly motion: Motion
}

function Pointer({ peer, motion }: PointerProps) {
  const { presence, me } = useWorkspace()
  const { client, person, colour } = peer
  const begin = (element: HTMLDivElement | null) => {
    if (element === null) return
    motion.begin(client, element, presence.cursorOf(client) ?? { x: 0, y: 0 })
    return () => motion.end(client)
  }
  const style = { '--person': `var(--${colour})` } as CSSProperties
  return (
    <div className="pointers-pointer" ref={begin} style={style} data-client={client}>
      <svg viewBox="0 0 18 20" aria-hidden="true">
        <path d="M2 1.5l13.5 7-6.3 1.8L6 16.5z" />
      </svg>
      <span dir="auto">{person.id === me.id ? 'You' : givenName(person.name)}</span>
    </div>
  )
}

function useMotion(): Motion {
  const { presence } = useWorkspace()
  const flow = useStoreApi()
  const [motion] = useState(() => new Motion(draw => requestAnimationFrame(draw)))
  useEffect(() => {
    const follow = () => motion.view(flow.getState().transform, performance.now())
    const move = () => {
      for (const { client } of presence.pointers) {
        const cursor = presence.cursorOf(client)
        if (cursor !== null) motion.move(client, cursor, performance.now())
      }
    }
    follow()
    const ends = [flow.subscribe(follow), presence.subscribe('pointers', move)]
    return () => {
      for (const end of ends) end()
    }
  }, [flow, presence, motion])
  return motion
}
