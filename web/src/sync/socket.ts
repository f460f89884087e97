/** A WebSocket as the link needs it; the browser's and `ws` for Node are both fit. */

/** What a socket tells; `closed` is told once, also when it never opened. */
export interface Hearer {
  opened(): void
  received(frame: Uint8Array): void
  closed(code: number, reason: string): void
}

export interface Socket {
  send(frame: Uint8Array): void
  close(): void
}

/** Opens a socket at an address. */
export type Opener = (address: string, hearer: Hearer) => Socket

const ABNORMAL = 1006
const NORMAL = 1000

/** Make an opener from a constructor of WebSockets. */
export function opener(
  construct: (address: string) => WebSocket = address => new WebSocket(address)
): Opener {
  return (address, hearer) => {
    const socket = construct(address)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => hearer.opened()
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) hearer.received(new Uint8Array(data))
    }
    socket.onerror = () => undefined // a close always follows, and says more
    socket.onclose = ({ code, reason }) => hearer.closed(code || ABNORMAL, reason)
    return {
      send: frame => {
        if (socket.readyState === socket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>)
      },
      close: () => socket.close(NORMAL)
    }
  }
}
