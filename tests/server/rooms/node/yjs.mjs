// Real Yjs, driven by lines of JSON: one command in, one answer out; bytes are base64.
//   {"op": "read", "updates"}          merges them in this order; answers {elements, clocks, isWhole}
//   {"op": "history", "seed", "start"} people edit apart and together; answers {updates: [[person, update]], people}
//   {"op": "answer", "person", "state"} what that person of the last history has and `state` lacks
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const require = createRequire(process.env.WEB_PACKAGE)
const Y = require('yjs')

const encode = bytes => Buffer.from(bytes).toString('base64')
const decode = text => new Uint8Array(Buffer.from(text, 'base64'))
const numbers = seed => () => { // mulberry32
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
let people = []

const WORDS = ['a', 'Order', 'Größe', 'größer 😀', '漢字', 'x\ny', '']
const VALUES = [...WORDS, 7, -70000, 2 ** 33, true, false, null, [1, [null, 'a']], { x: 40, y: -2 }, { args: ["'z'"], order: 'a0' }]

const edit = (person, pick) => {
  const elements = person.doc.getMap('elements')
  const ids = [...elements.keys()].filter(id => elements.get(id) instanceof Y.Map)
  const isNew = ids.length === 0 || pick(5) === 0
  if (isNew) {
    const id = `00000000-0000-7000-8000-${String(pick(40)).padStart(12, '0')}`
    if (elements.has(id)) return
    const registers = [['kind', 'entity'], ['name', WORDS[pick(WORDS.length)]]]
    if (pick(4) > 0) registers.push(['doc', new Y.Text(pick(2) ? 'It is.' : '')])
    if (pick(9) === 0) registers.push(['inner', new Y.Map([['a', new Y.Array()]])])
    elements.set(id, new Y.Map(registers))
    return
  }
  const element = elements.get(ids[pick(ids.length)])
  const text = element.get('doc')
  const choice = pick(10)
  if (choice < 4) element.set(['name', 'x', 'y', 'z'][pick(4)], VALUES[pick(VALUES.length)])
  else if (choice === 4) element.delete(['name', 'x', 'y'][pick(3)])
  else if (choice === 5) element.set('list', Y.Array.from([1, 'two']))
  else if (choice === 6 && element.get('list') instanceof Y.Array) element.get('list').push([pick(9)])
  else if (text instanceof Y.Text) {
    const characters = [...text.toString()]
    const start = pick(characters.length + 1)
    const at = characters.slice(0, start).join('').length
    if (choice < 9 || start === characters.length) text.insert(at, WORDS[pick(WORDS.length)])
    else text.delete(at, characters.slice(start, start + 1 + pick(3)).join('').length)
  }
}

const history = (seed, start) => {
  const random = numbers(seed)
  const pick = count => Math.floor(random() * count)
  const updates = []
  people = Array.from({ length: 2 + pick(3) }, (_, place) => {
    const doc = new Y.Doc()
    doc.clientID = 1000 + 1000 * place + pick(1000)
    Y.applyUpdate(doc, start)
    doc.on('update', (update, origin) => { if (origin === null) updates.push([place, encode(update)]) })
    return { doc }
  })
  for (let step = 0; step < 30; step++) {
    const one = people[pick(people.length)]
    const other = people[pick(people.length)]
    if (pick(4) === 0) Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)), other)
    else if (pick(6) === 0) one.doc.transact(() => { edit(one, pick); edit(one, pick); edit(one, pick) }, null)
    else edit(one, pick)
  }
  return { updates, people: people.length }
}

const commands = {
  read: ({ updates }) => {
    const doc = new Y.Doc()
    const elements = doc.getMap('elements')
    for (const update of updates) Y.applyUpdate(doc, decode(update))
    const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
    return { elements: elements.toJSON(), clocks: [...Y.decodeStateVector(Y.encodeStateVector(doc))], isWhole }
  },
  history: ({ seed, start }) => history(seed, decode(start)),
  answer: ({ person, state }) => encode(Y.encodeStateAsUpdate(people[person].doc, decode(state)))
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  let answer
  try { answer = commands[command.op](command) } catch (error) { answer = { error: String(error) } }
  console.log(JSON.stringify(answer, (_, value) => typeof value === 'bigint' ? `${value}n` : value))
}
