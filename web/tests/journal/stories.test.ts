import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { rows } from '@harness/table'
import { expect, test } from 'vitest'

const STORIES = resolve(import.meta.dirname, '../stories')

test('every story of docs/undo.md is acted, once, and no other', () => {
  const sources = readdirSync(STORIES).map(name => readFileSync(resolve(STORIES, name), 'utf8'))
  const acted = sources.flatMap(source => [...source.matchAll(/^story\(\s*(\d+),/gm)])
  const numbers = acted.map(([, number]) => Number(number)).sort((one, other) => one - other)
  expect(numbers).toEqual(rows().map(({ number }) => number))
})
