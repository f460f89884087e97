/** The first page: the models of this server, and a new one. */
import { useCallback, useEffect } from 'react'
import { useLocation } from 'wouter'
import { PersonMenu } from '@/app/PersonMenu'
import { useMe } from '@/app/useMe'
import { Home } from '@/features/home/Home'
import { bring } from '@/features/importing/brought'
import { Bar, BarSpace } from '@/ui/Bar'
import { Logo } from '@/ui/Logo'
import './page.css'

export function HomePage() {
  const [, go] = useLocation()
  const [me, setMe] = useMe()
  useEffect(() => {
    document.title = 'SchemaOS'
  }, [])
  const open = useCallback((slug: string) => go(`/m/${encodeURIComponent(slug)}`), [go])
  const importThis = useCallback(
    (brought?: File | string) => {
      if (brought !== undefined) bring(brought)
      go('/import')
    },
    [go]
  )
  return (
    <div className="page">
      <Bar>
        <span className="bar-logo">
          <Logo />
        </span>
        <b className="bar-title">SchemaOS</b>
        <BarSpace />
        {me !== null && <PersonMenu me={me} onNamed={setMe} />}
      </Bar>
      <Home me={me} onOpen={open} onImport={importThis} />
    </div>
  )
}
