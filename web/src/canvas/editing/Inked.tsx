/** A line in its colours, under an input whose own text is transparent. */
import { type RefObject, useEffect, useRef } from 'react'
import { inked } from '@/canvas/editing/ink'

interface InkedProps {
  readonly text: string
  /** Where it is typed; what is scrolled there is scrolled here. */
  readonly input: RefObject<HTMLInputElement | null>
}

export function Inked({ text, input }: InkedProps) {
  const paper = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const element = input.current
    if (element === null) return
    const follow = () => {
      if (paper.current) paper.current.style.transform = `translateX(${-element.scrollLeft}px)`
    }
    element.addEventListener('scroll', follow)
    return () => element.removeEventListener('scroll', follow)
  }, [input])
  let column = 0
  return (
    <span className="line-editor-ink" dir="ltr" aria-hidden="true">
      <span className="line-editor-paper" ref={paper}>
        {inked(text).map(({ role, text: piece }) => {
          const at = column
          column += piece.length
          return (
            <span className={`line-editor-${role}`} key={at}>
              {piece}
            </span>
          )
        })}
      </span>
    </span>
  )
}
