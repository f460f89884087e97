/** The form of one element, by what the meta-model says of its kind. */
import { lineOf } from '@/canvas/editing/line'
import type { Element } from '@/model/graph'
import { isMember } from '@/model/standing'
import { useGraph, useStatus, useWorkspace } from '@/workspace/hooks'
import { DocField } from './DocField'
import { DraftField } from './DraftField'
import { draftedDoc } from './drafted'
import { FieldForm } from './FieldForm'
import { Holding } from './Holding'
import { KindSelect } from './KindSelect'
import { OwnProblems } from './OwnProblems'
import { Properties } from './Properties'
import { Row } from './Row'
import { Section } from './Section'

interface DetailsProps {
  readonly element: Element
}

export function Details({ element }: DetailsProps) {
  const { graph } = useWorkspace()
  const isLocked = useStatus().access === 'read'
  useGraph(({ version }) => version)
  const name = lineOf(graph, { part: 'name', element: element.id })
  return (
    <>
      <OwnProblems element={element} isLocked={isLocked} />
      <div className="inspector-form">
        {name !== null && (
          <Row label="Name">
            <DraftField label="Name" drafted={name} isLocked={isLocked} />
          </Row>
        )}
        {!isMember(element.kind) && (
          <Row label="Kind">
            <KindSelect element={element} isLocked={isLocked} />
          </Row>
        )}
        {element.kind === 'field' && <FieldForm element={element} isLocked={isLocked} />}
        <Properties element={element} isLocked={isLocked} />
      </div>
      <Section title="Documentation">
        <DocField drafted={draftedDoc(graph, element)} isLocked={isLocked} />
      </Section>
      <Holding element={element} />
    </>
  )
}
