/** What the model is called; its address while nobody has said. */
import { useGraph, useWorkspace } from '@/workspace/hooks'

export function useModelName(): string {
  const { slug } = useWorkspace()
  const name = useGraph(graph => graph.get(graph.modelId ?? '')?.name ?? '')
  return name.trim() === '' ? slug : name
}
