/** What somebody has already, on its way into a model. */
import { useCallback, useEffect } from 'react'
import { useLocation } from 'wouter'
import { PersonMenu } from '@/app/PersonMenu'
import { useMe } from '@/app/useMe'
import { Importing } from '@/features/importing/Importing'
import './page.css'

export function ImportPage() {
  const [, go] = useLocation()
  const [me, setMe] = useMe()
  useEffect(() => {
    document.title = 'Import · SchemaOS'
  }, [])
  const open = useCallback((slug: string) => go(`/m/${encodeURIComponent(slug)}?arrange=new`), [go])
  return (
    <div className="page">
      <Importing person={me !== null && <PersonMenu me={me} onNamed={setMe} />} onDone={open} />
    </div>
  )
}
