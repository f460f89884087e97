// Made from server/http/shapes.py by: make wire

/** Who is asking, and what they may. */
export interface Me {
  readonly id: string
  readonly name: string
  readonly role: 'owner' | 'editor' | 'commenter' | 'viewer'
  readonly may: readonly string[]
}
