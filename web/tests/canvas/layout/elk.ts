/** ELK in this thread: Node has no workers of the browser. */
import ELK from 'elkjs/lib/elk.bundled.js'
import type { Arrange } from '@/canvas/layout/layered'

const elk = new ELK()

export const arrange: Arrange = graph => elk.layout(graph)
