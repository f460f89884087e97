/** Models that stand before a test begins, and whether everybody sees the same of one. */
import { type CanvasPage, type Drawn, drawnAs } from '@harness/canvas'
import { Drawing } from '@harness/drawing'
import { graphOf, newModel } from '@harness/people'
import { expect } from '@playwright/test'

/** A frame with a card in it, and two cards beside it: all of it fits into a window at 100 %. */
export const SHOP = `
context Ordering {"position": {"x": 0, "y": 0, "w": 304, "h": 288}}
  entity Order {"position": {"x": 32, "y": 64}}
    field number {"type": {"to": "string"}}
    field total {"type": {"to": "int"}}
entity Customer {"position": {"x": 368, "y": 32}}
  field email {"type": {"to": "string"}}
entity Invoice {"position": {"x": 368, "y": 240}}
  field due {"type": {"to": "date"}}
`

interface Written {
  readonly id: string
  readonly registers: Readonly<Record<string, unknown>>
}

/** Make a model as `Drawing` reads it; returns its slug. */
export async function modelOf(server: string, text: string): Promise<string> {
  const slug = await newModel(server)
  const elements = [...new Drawing(text).graph.elements()].filter(({ kind }) => kind !== 'model')
  const written = elements.map(({ id, registers }) => ({
    id,
    registers: Object.fromEntries(registers)
  }))
  await write(server, slug, written)
  return slug
}

/** Write elements into a model, in one commit. */
export async function write(
  server: string,
  slug: string,
  elements: readonly Written[]
): Promise<void> {
  const operations = elements.flatMap(({ id, registers }) =>
    Object.entries(registers).map(([attribute, value]) => ({ element: id, attribute, value }))
  )
  const answer = await fetch(`${server}/api/models/${slug}/commits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operations, why: 'drawn for a test' })
  })
  if (!answer.ok) throw new Error(`the model was not written: ${await answer.text()}`)
}

/** Wait until all pages draw the same cards with the same lines, at the places that the server has. */
export async function agreed(
  server: string,
  slug: string,
  ...canvases: readonly CanvasPage[]
): Promise<readonly Drawn[]> {
  await expect(async () => {
    const [first = [], ...others] = await Promise.all(canvases.map(canvas => canvas.drawn()))
    for (const other of others) expect(other).toEqual(first)
    expect(first.map(({ place }) => place).sort()).toEqual(await placesOf(server, slug))
  }).toPass({ timeout: 20_000 })
  return canvases[0]?.drawn() ?? []
}

/** Where cards stand, as the server knows it. */
async function placesOf(server: string, slug: string): Promise<readonly string[]> {
  const { elements } = await graphOf(server, slug)
  return elements
    .filter(({ kind, position }) => kind !== 'context' && position !== undefined)
    .map(({ name, position }) => {
      const { x, y } = position as { x: number; y: number }
      return drawnAs(String(name), x, y)
    })
    .sort()
}

/** The one element that is called so. */
export async function elementCalled(server: string, slug: string, name: string) {
  const { elements } = await graphOf(server, slug)
  return elements.find(element => element['name'] === name)
}
