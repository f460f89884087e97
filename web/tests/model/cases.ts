/** The cases of `tests/golden/field_lines.cases`, which the server's tests read too. */
import { readFileSync } from 'node:fs'
import type { Json } from '@/model/change'
import type { Remark } from '@/model/fieldline/lines'
import type { Meaning } from '@/model/fieldline/typeExpr'
import { nearestOf } from '@/model/nearest'

export interface Case {
  readonly line: string
  readonly sort: 'field' | 'enum value'
  /** Null where it cannot be read. */
  readonly registers: Readonly<Record<string, Json>> | null
  readonly printed: string
  readonly remarks: readonly Remark[]
}

const FILE = `${import.meta.dirname}/../../../tests/golden/field_lines.cases`
const [HEAD = '', ...BLOCKS] = readFileSync(FILE, 'utf8').split('\n\n')
const BODY = HEAD.includes('types:') ? BLOCKS : BLOCKS.slice(1)

/** The types in scope, as they are written; the place of one is its id. */
const TYPES = typesIn([HEAD, ...BLOCKS])

function typesIn(blocks: readonly string[]): readonly string[] {
  const row = blocks.find(block => block.startsWith('types: ')) ?? ''
  return row.slice('types: '.length).match(/`[^`]+`|\S+/g) ?? []
}

export const CASES: readonly Case[] = BODY.flatMap(block => {
  const rows = block.split('\n').filter(row => row !== '' && !row.startsWith('#'))
  return /^[>|]/.test(rows[0] ?? '') ? [caseOf(rows)] : []
})

/** What names mean in the cases. */
export const MEANING: Meaning = {
  resolve: path => idOf(path.map(word => (word.includes(' ') ? `\`${word}\`` : word)).join('.')),
  nearest: name => nearestOf(name, TYPES)
}

export function nameOf(id: string): string | undefined {
  const name = TYPES[Number(id.slice(-12))]
  return name === '`ref`' ? 'ref' : name
}

function idOf(path: string): string | undefined {
  const place = TYPES.indexOf(path === 'ref' ? '`ref`' : path)
  return place < 0 ? undefined : `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`
}

function caseOf([first = '', ...rows]: readonly string[]): Case {
  const line = first.startsWith('>>') ? String(JSON.parse(first.slice(3))) : first.slice(2)
  const said = (sign: string) => rows.filter(row => row.startsWith(`${sign} `))
  const [registers] = said('=')
  return {
    line,
    sort: first.startsWith('|') ? 'enum value' : 'field',
    registers: registers === undefined ? null : bound(registers.slice(2)),
    printed: said('~')[0]?.slice(2) ?? line,
    remarks: [...said('!'), ...said('?')].map(remarkOf)
  }
}

function bound(text: string): Readonly<Record<string, Json>> {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('&') ? idOf(value.slice(1)) : value
  )
}

function remarkOf(row: string): Remark {
  const [, column, sentence = ''] = /^. (\d+) (.*)$/.exec(row) ?? []
  return { column: Number(column), sentence }
}
