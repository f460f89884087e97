/**
 * Pointers in motion: where others' pointers are drawn, between two words of theirs and at rest.
 *
 * A word comes every 50 ms at best; a pointer takes 100 to reach what it says. No component is
 * drawn anew for it: what moves is the style of its element, frame by frame, only while it moves.
 */
import type { Point } from '@/workspace/whereabouts'

/** Where the canvas stands on the screen, and how large: React Flow's transform. */
export type Transform = readonly [x: number, y: number, zoom: number]

/** Calls back before the next frame, with the time of it. */
export type Frames = (draw: (now: number) => void) => void

const GLIDE = 100
const NAME_RESTS = 4000
const POINTER_RESTS = 30_000

interface Track {
  readonly element: HTMLElement
  readonly from: Point
  readonly to: Point
  readonly since: number
  readonly resting: readonly ReturnType<typeof setTimeout>[]
}

export class Motion {
  readonly #frames: Frames
  readonly #tracks = new Map<number, Track>()
  #transform: Transform = [0, 0, 1]
  #isDrawing = false

  constructor(frames: Frames) {
    this.#frames = frames
  }

  /** Draw a pointer by moving an element; it begins where it is. */
  begin(client: number, element: HTMLElement, at: Point): void {
    this.end(client)
    this.#tracks.set(client, { element, from: at, to: at, since: 0, resting: rest(element) })
    this.#place(element, at)
  }

  end(client: number): void {
    for (const timer of this.#tracks.get(client)?.resting ?? []) clearTimeout(timer)
    this.#tracks.delete(client)
  }

  /** A pointer goes there. */
  move(client: number, to: Point, now: number): void {
    const track = this.#tracks.get(client)
    if (track === undefined || (track.to.x === to.x && track.to.y === to.y)) return
    for (const timer of track.resting) clearTimeout(timer)
    const { element } = track
    this.#tracks.set(client, {
      element,
      from: at(track, now),
      to,
      since: now,
      resting: rest(element)
    })
    this.#hurry()
  }

  /** The canvas was moved or zoomed; the pointers keep their places on it. */
  view(transform: Transform, now: number): void {
    this.#transform = transform
    for (const track of this.#tracks.values()) this.#place(track.element, at(track, now))
  }

  #hurry(): void {
    if (this.#isDrawing) return
    this.#isDrawing = true
    this.#frames(now => this.#draw(now))
  }

  #draw(now: number): void {
    this.#isDrawing = false
    let isMoving = false
    for (const track of this.#tracks.values()) {
      if (track.since === 0) continue
      this.#place(track.element, at(track, now))
      isMoving = isMoving || now < track.since + GLIDE
    }
    if (isMoving) this.#hurry()
  }

  #place(element: HTMLElement, { x, y }: Point): void {
    const [left, top, zoom] = this.#transform
    const place = `${Math.round(left + x * zoom)}px, ${Math.round(top + y * zoom)}px`
    element.style.transform = `translate(${place})`
  }
}

/** Where a pointer is on its way. */
function at({ from, to, since }: Track, now: number): Point {
  const part = Math.min(1, Math.max(0, (now - since) / GLIDE))
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** Awake now; after a while its name goes, after a longer one the pointer does. */
function rest(element: HTMLElement): readonly ReturnType<typeof setTimeout>[] {
  delete element.dataset['rest']
  const to = (what: string) => () => {
    element.dataset['rest'] = what
  }
  return [setTimeout(to('quiet'), NAME_RESTS), setTimeout(to('gone'), POINTER_RESTS)]
}
