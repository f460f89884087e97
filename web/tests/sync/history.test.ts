import { expect, test } from 'vitest'
import { History } from '@/journal/history'
import { does, given, live, type Meeting, rename, so } from './meeting'

const opened = ({ session }: Meeting) =>
  History.open({
    desk: session,
    user: 'u1',
    tab: 'tab',
    chronicle: async () => [],
    tell: () => undefined
  })

test('who shows what can be undone hears when that is another', async () => {
  const meeting = await given()
  const history = await opened(meeting)
  const seen: [string | null, string | null][] = []
  history.subscribe(() => seen.push([history.nextUndo, history.nextRedo]))
  does(meeting, 'rename', rename('One'))
  await history.undo()
  await history.redo()
  await live(meeting)
  const isChange = (one: unknown, at: number) =>
    JSON.stringify(one) !== JSON.stringify(seen[at - 1])
  expect(seen.filter(isChange)).toEqual([
    ['rename', null],
    [null, 'rename'],
    ['rename', null]
  ])
})

test('an undo that cannot be says why, and stays to be done', async () => {
  const meeting = await given()
  const history = await opened(meeting)
  does(meeting, 'rename', rename('One'))
  await live(meeting)
  meeting.room.role = 'viewer'
  meeting.room.tell()
  await so(meeting, () => meeting.session.status.access === 'read')
  expect(await history.undo()).toBe(
    'Not undone: rename. You can only read here; ask an owner to make you an editor.'
  )
  expect(history.nextUndo).toBe('rename')
})
