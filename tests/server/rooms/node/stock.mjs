// A stock y-websocket client, driven by lines of JSON: one command in, one answer out.
//   {"op": "create", "id", "registers"}   {"op": "set", "id", "name", "value"}   {"op": "delete", "id"}
//   {"op": "type", "id", "at", "text"}    {"op": "await", "id", "name", "value"}  answers when it is so
//   {"op": "offline"}   {"op": "online"}  {"op": "read"}   {"op": "closed"}       answers when rejected
// usage: node stock.mjs WEBSOCKET_URL ROOM
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const require = createRequire(process.env.WEB_PACKAGE)
const Y = require('yjs')
const { WebsocketProvider } = require('y-websocket')
const { WebSocket } = require('ws')

const doc = new Y.Doc()
const elements = doc.getMap('elements')
const provider = new WebsocketProvider(process.argv[2], process.argv[3], doc, {
  WebSocketPolyfill: WebSocket,
  disableBc: true
})
let closed = null
provider.on('connection-close', event => { closed = event && { code: event.code, reason: event.reason } })

const synced = () => new Promise(resolve => {
  if (provider.synced) resolve()
  else provider.on('sync', isSynced => { if (isSynced) resolve() })
})
const until = isSo => new Promise(resolve => {
  const look = () => { if (isSo()) { doc.off('update', look); resolve() } }
  doc.on('update', look)
  look()
})
const shared = value => typeof value === 'string' && value.startsWith('text:') ? new Y.Text(value.slice(5)) : value

const commands = {
  create: ({ id, registers }) => {
    elements.set(id, new Y.Map(Object.entries(registers).map(([name, value]) => [name, shared(value)])))
  },
  set: ({ id, name, value }) => { elements.get(id).set(name, value) },
  delete: ({ id }) => { elements.delete(id) },
  type: ({ id, at, text }) => { elements.get(id).get('doc').insert(at, text) },
  await: ({ id, name, value }) => until(() => JSON.stringify(elements.get(id)?.get(name)) === JSON.stringify(value)),
  offline: () => { provider.disconnect() },
  online: () => { provider.connect(); return synced() },
  read: () => elements.toJSON(),
  closed: () => new Promise(resolve => {
    const look = () => { if (closed) resolve(closed); else provider.once('connection-close', () => setImmediate(look)) }
    look()
  })
}

await synced()
console.log('"synced"')
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  console.log(JSON.stringify((await commands[command.op](command)) ?? null))
}
process.exit(0)
