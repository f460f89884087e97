/** What is written on a frame. */
import type { FrameShape } from '@/canvas/scene/shapes'
import { DOC } from '@/model/change'
import type { Element, Graph } from '@/model/graph'

export type FrameWords = Pick<FrameShape, 'kind' | 'title' | 'purpose' | 'subdomain'>

/** The purpose is its explanation, else the first line of its documentation. */
export function frameWordsOf(graph: Graph, { kind, name, registers }: Element): FrameWords {
  const explained = wordsOf(registers.get('title')) || firstLine(wordsOf(registers.get(DOC)))
  const isNamed = kind === 'context' || name !== ''
  const serves = graph.get(wordsOf(registers.get('subdomain')))
  return {
    kind,
    title: isNamed ? name : explained,
    purpose: isNamed ? explained : '',
    subdomain: wordsOf(registers.get('subdomainType') ?? serves?.registers.get('subdomainType'))
  }
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? ''
}
