/** What an empty canvas says: what to do, and what it looks like when it is done. */
import { useDesk, usePicture } from '@/canvas/flow/hooks'
import { KindGlyph } from '@/kinds/KindGlyph'
import { useScreen, useStatus } from '@/workspace/hooks'
import './emptyHint.css'

interface EmptyHintProps {
  readonly canEdit: boolean
}

export function EmptyHint({ canEdit }: EmptyHintProps) {
  const { stage } = useDesk()
  usePicture(({ revision }) => revision)
  const isEditing = useScreen(({ editing }) => editing !== null)
  const { state } = useStatus()
  const isEmpty = stage.scene.cards.size === 0 && stage.scene.frames.size === 0
  if (!isEmpty || isEditing || state === 'loading') return null
  if (!canEdit) {
    return (
      <div className="empty-hint">
        <h2 className="empty-hint-title">Nothing is here yet</h2>
        <p>Whoever may edit this model has not drawn anything. You will see it as it comes.</p>
      </div>
    )
  }
  return (
    <div className="empty-hint">
      <div className="empty-hint-card" aria-hidden="true">
        <header>
          <KindGlyph kind="entity" />
          <b>Book</b>
          <i className="empty-hint-caret" />
          <span>entity</span>
        </header>
        <p>title: text</p>
        <p>price: decimal?</p>
      </div>
      <h2 className="empty-hint-title">Double-click anywhere and type a name</h2>
      <p>
        Enter goes on to the first field. Write it like <code>price: decimal?</code>
      </p>
      <p>A question mark means it may be absent.</p>
    </div>
  )
}
