/** The stories of docs/undo.md, told by two people against a real server. */
import { introduce, newModel } from '@harness/people'
import type { Creation } from '@harness/steps'
import { type Place, Tab, together } from '@harness/tab'
import { rows } from '@harness/table'
import { expect, inject, test } from 'vitest'

/** Who takes part, and where. */
export interface Cast {
  readonly ann: Tab
  readonly ben: Tab
  readonly place: Place
  /** Ann makes an element; resolves when both have it. */
  made(creation: Creation): Promise<string>
  /** Wait until both have everything, and it is on disk. */
  together(): Promise<void>
}

/** Act a story; what it returns is the line that was told, and must be the one in the table. */
export function story(
  number: number,
  act: (cast: Cast) => Promise<string>,
  server: () => string = () => inject('server')
): void {
  const row = rows().find(one => one.number === number)
  test(`${number} ${row?.story ?? 'is not in docs/undo.md'}`, async () => {
    const place = { server: server(), model: await newModel(server()) }
    const people = ['Ann', 'Ben'].map(name => introduce(place.server, name))
    const [ann, ben] = await Promise.all(people.map(async person => Tab.open(place, await person)))
    if (ann === undefined || ben === undefined) throw new Error('nobody came')
    try {
      await together(ann, ben)
      expect(await act(castOf(place, ann, ben))).toBe(row?.line)
      await together(ann, ben)
    } finally {
      await Promise.all([ann[Symbol.asyncDispose](), ben[Symbol.asyncDispose]()])
    }
  })
}

function castOf(place: Place, ann: Tab, ben: Tab): Cast {
  return {
    ann,
    ben,
    place,
    made: async creation => {
      ann.edit(`creation of ${creation.registers['name']}`, creation)
      await together(ann, ben)
      return creation.element
    },
    together: () => together(ann, ben)
  }
}
