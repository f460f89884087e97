/** The roles of the server's policy, as a room says them. */

const EDITING: ReadonlySet<string> = new Set(['owner', 'editor'])

/** Tell whether a role may edit; a role that is not known yet may not. */
export function mayEdit(role: string): boolean {
  return EDITING.has(role)
}
