/** Work that the server does while one waits: asked after until it is done. */
import { ask, Refusal } from '@/api/client'
import type { Problem, Task } from '@/api/http.gen'

export type Watcher = (task: Task) => void

const PAUSE_MS = 300

/** The answer itself, or what the task that it is gives in the end. */
export async function finished<Shape extends object>(
  answer: Shape | Task,
  watch: Watcher,
  signal: AbortSignal
): Promise<Shape> {
  let known = answer
  while (isTask(known)) {
    watch(known)
    if (known.state === 'done') return known.result as Shape
    if (known.state === 'failed') throw refusalOf(known.problem as Problem)
    await pause(signal)
    known = await ask<Task>(`/api/tasks/${known.id}`, { signal })
  }
  return known
}

function isTask(answer: object): answer is Task {
  return 'state' in answer && 'says' in answer
}

function refusalOf({ type, status, detail, attribute }: Problem): Refusal {
  return new Refusal(status, type.split(/[/:]/).at(-1) ?? '', detail, attribute ?? null)
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
