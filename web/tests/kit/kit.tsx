/** Every control in every state, for the eye: `npx vite`, then /tests/kit/index.html (`?dark`). */
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { KindGlyph } from '@/kinds/KindGlyph'
import { Avatar, AvatarStack } from '@/ui/Avatar'
import { Banner } from '@/ui/Banner'
import { Bar, BarSpace } from '@/ui/Bar'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { Chip } from '@/ui/Chip'
import { Count } from '@/ui/Count'
import { Dialog, DialogActions } from '@/ui/Dialog'
import { Empty } from '@/ui/Empty'
import { IconButton } from '@/ui/IconButton'
import { Keys } from '@/ui/Keys'
import { Logo } from '@/ui/Logo'
import { ContextMenu, Menu } from '@/ui/Menu'
import { DIVIDER, menuItem } from '@/ui/menuItems'
import { RadioCards } from '@/ui/RadioCards'
import { Segments } from '@/ui/Segments'
import { Select } from '@/ui/Select'
import { Tabs } from '@/ui/Tabs'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import { Toasts } from '@/ui/Toasts'
import { Waiting } from '@/ui/Waiting'
import '@/ui/page.css'
import './kit.css'

const PEOPLE = ['Mira Okafor', 'Jonas Lind', 'Ana Keller', 'Sol Reyes', 'Tuan Nguyen', '🦊 Fox']
const nothing = () => undefined

function Kit() {
  return (
    <main className="kit">
      <Bar>
        <span className="bar-logo">
          <Logo />
        </span>
        <b className="bar-title">Kit</b>
        <span className="bar-about">every control, every state</span>
        <BarSpace />
        <IconButton icon="moon" label="Dark" onClick={() => flip()} />
        <Avatar name="Ana Keller" colour="p7" />
      </Bar>
      <Buttons />
      <Fields />
      <Choices />
      <Floating />
      <Words />
    </main>
  )
}

function Buttons() {
  return (
    <>
      <h2>Buttons, chips, keys, people</h2>
      <div className="kit-row">
        <Button look="primary">Primary</Button>
        <Button>Plain</Button>
        <Button look="ghost" icon="link">
          Ghost
        </Button>
        <Button look="danger">Remove</Button>
        <Button disabled>Not now</Button>
        <Button look="primary" disabled>
          Not now
        </Button>
        <Button size="sm">Small</Button>
        <Button size="lg" look="primary">
          Large
        </Button>
        <IconButton icon="search" label="Search and commands" keys="Ctrl+K" />
        <IconButton icon="panel" label="Outline" keys="Ctrl+B" pressed />
        <IconButton icon="undo" label="Undo" keys="Ctrl+Z" disabled />
        <Chip>Plain</Chip>
        <Chip tone="ok" icon="check">
          Valid
        </Chip>
        <Chip tone="warn" icon="warn" onClick={nothing}>
          2 problems
        </Chip>
        <Chip tone="danger" icon="ban">
          1 error
        </Chip>
        <Chip tone="info" icon="lock">
          Read only
        </Chip>
        <Chip tone="accent" icon="tag">
          As of v1.2
        </Chip>
        <Chip tone="accent" size="sm">
          Review
        </Chip>
        <Count of={12} />
        <Keys keys="Ctrl+Shift+Z" />
        <AvatarStack people={PEOPLE.map(name => ({ id: name, name }))} />
        {PEOPLE.map((name, place) => (
          <Avatar key={name} name={name} size="lg" colour={place % 2 === 0 ? 'p1' : 'p4'} />
        ))}
        <KindGlyph kind="entity" />
      </div>
    </>
  )
}

function Fields() {
  const [text, setText] = useState('')
  return (
    <>
      <h2>Fields</h2>
      <div className="kit-row">
        <div className="kit-narrow">
          <TextField label="Name" value={text} onChange={setText} hint="Shown to everybody" />
          <TextField
            label="Find"
            labelHidden
            icon="search"
            placeholder="Find"
            end={<Keys keys="Ctrl+F" />}
          />
          <TextField
            label="Address"
            defaultValue="web shop"
            problem="web shop has a blank. Use web-shop."
          />
        </div>
        <div className="kit-narrow">
          <TextField
            label="Large"
            labelHidden
            size="lg"
            placeholder="A web shop"
            end={<Keys keys="Enter" />}
          />
          <TextArea label="Documentation" rows={3} />
        </div>
      </div>
    </>
  )
}

function Choices() {
  const [way, setWay] = useState<'new' | 'into'>('new')
  const [view, setView] = useState<'canvas' | 'text' | 'list'>('canvas')
  const [isOn, setOn] = useState(true)
  return (
    <>
      <h2>Choices</h2>
      <div className="kit-row">
        <div className="kit-narrow">
          <RadioCards
            label="Bring it in as"
            value={way}
            onChange={setWay}
            choices={[
              { value: 'new', title: 'A new model', text: 'Webshop stays as it is.' },
              {
                value: 'into',
                title: 'A part of Webshop',
                text: 'You see what would change first.'
              }
            ]}
          />
          <Select
            label="Model"
            value={way}
            onChange={setWay}
            choices={[
              { value: 'new', title: 'Webshop' },
              { value: 'into', title: 'Claims handling' }
            ]}
          />
        </div>
        <Segments
          label="View"
          value={view}
          onChange={setView}
          segments={[
            { value: 'canvas', title: 'Canvas' },
            { value: 'text', title: 'Text' },
            { value: 'list', title: 'List' }
          ]}
        />
        <Tabs
          id="kit-tab"
          label="Panels"
          value={view}
          onChange={setView}
          tabs={[
            { value: 'canvas', title: 'Details' },
            { value: 'text', title: 'Threads', count: 1 },
            { value: 'list', title: 'Used by', count: 6 }
          ]}
        />
        <Checkbox checked={isOn} onChange={setOn}>
          Show archived
        </Checkbox>
        <Checkbox checked disabled onChange={nothing}>
          Not now
        </Checkbox>
      </div>
    </>
  )
}

function Floating() {
  const [isAsking, setAsking] = useState(false)
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const entries = [
    menuItem('Rename', nothing, { icon: 'pen', keys: 'F2' }),
    menuItem('Duplicate', nothing, { keys: 'Ctrl+D' }),
    menuItem('Remove', nothing, { tone: 'danger', keys: 'Delete' }),
    DIVIDER,
    menuItem('Dark', nothing, { checked: true }),
    menuItem('Move', nothing, { unavailable: 'OrderLine stays inside Order.' })
  ]
  return (
    <>
      <h2>Menus and dialogs</h2>
      <div className="kit-row">
        <Menu label="Card" className="button button-plain" labelled entries={entries}>
          Menu
        </Menu>
        <Button onClick={event => setAt({ x: event.clientX, y: event.clientY })}>Menu here</Button>
        {at !== null && (
          <ContextMenu label="Here" at={at} entries={entries} onClose={() => setAt(null)} />
        )}
        <Button onClick={() => setAsking(true)}>Dialog</Button>
      </div>
      {isAsking && (
        <Dialog title="Your name" onClose={() => setAsking(false)}>
          <TextField label="Name" hint="It stands beside what you change." />
          <DialogActions>
            <Button onClick={() => setAsking(false)}>Leave it</Button>
            <Button look="primary" onClick={() => setAsking(false)}>
              Use this name
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  )
}

function Words() {
  return (
    <>
      <h2>Words</h2>
      <Banner tone="warn" icon="cloudoff" actions={<Button size="sm">Try now</Button>}>
        <b>Offline.</b> 12 changes are kept on this device and go out when the connection is back.
      </Banner>
      <Banner tone="info" icon="lock" actions={<Button size="sm">Ask to edit</Button>}>
        You can look and comment here. Your edits become a proposal.
      </Banner>
      <Waiting afterMs={0} done={4120} total={9800}>
        Reading line 4,120 of 9,800
      </Waiting>
      <Empty title="No models yet" actions={<Button look="primary">Start</Button>}>
        <p>Type a name above and press Enter.</p>
      </Empty>
      <div className="kit-stage">
        <Toasts
          onDismiss={nothing}
          toasts={[
            { id: 1, tone: 'info', fact: 'Undone: Renamed Order to Purchase' },
            {
              id: 2,
              tone: 'refusal',
              fact: 'OrderLine was not moved',
              remedy:
                'OrderLine stays inside Order. Make it an aggregate of its own first, then move it.',
              actions: [{ title: 'Make it an aggregate', run: nothing }]
            }
          ]}
        />
      </div>
    </>
  )
}

function flip() {
  document.documentElement.classList.toggle('dark')
}

if (window.location.search === '?dark') flip()
const root = document.getElementById('app')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Kit />
    </StrictMode>
  )
}
