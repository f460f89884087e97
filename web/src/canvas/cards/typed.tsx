/** Editors in the place of what they edit; they come after the first picture. */
import { lazy, Suspense } from 'react'
import type { Editing } from '@/workspace/screen'

const Name = lazy(async () => ({
  default: (await import('@/canvas/editing/NameEditor')).NameEditor
}))
const Line = lazy(async () => ({
  default: (await import('@/canvas/editing/LineEditor')).LineEditor
}))

interface TypedNameProps {
  readonly element: string
}

export function TypedName({ element }: TypedNameProps) {
  return (
    <Suspense>
      <Name element={element} />
    </Suspense>
  )
}

interface TypedLineProps {
  readonly editing: Exclude<Editing, { readonly part: 'name' }>
}

export function TypedLine({ editing }: TypedLineProps) {
  return (
    <Suspense>
      <Line editing={editing} />
    </Suspense>
  )
}
