/** The layout by ELK in a worker that is there only as long as it is needed. */
import { layOutBy } from '@/canvas/layout/layout'
import type { LayoutRequest, Places, Progress } from '@/canvas/layout/request'

/** Rejects with the reason of the signal when it is aborted; the worker ends with it, whatever it does. */
export async function layOut(
  request: LayoutRequest,
  signal: AbortSignal,
  progress?: Progress
): Promise<Places> {
  signal.throwIfAborted()
  const { default: Elk } = await import('elkjs/lib/elk-api.js')
  signal.throwIfAborted()
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const elk = new Elk({ workerFactory: () => worker })
  try {
    const laidOut = layOutBy(graph => elk.layout(graph), request, progress)
    return await Promise.race([laidOut, ended(worker, signal)])
  } finally {
    elk.terminateWorker()
  }
}

/** Rejects when the worker cannot go on, or need not. */
function ended(worker: Worker, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.addEventListener('error', event =>
      reject(new Error(`the layout stopped: ${event.message}`))
    )
  })
}
