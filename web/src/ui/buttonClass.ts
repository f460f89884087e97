/** The classes of a button, for links that look like one, too. */

export type ButtonLook = 'primary' | 'plain' | 'ghost' | 'danger'
export type ControlSize = 'sm' | 'md' | 'lg'

export function buttonClass(look: ButtonLook, size: ControlSize = 'md', more = ''): string {
  return `button button-${look} button-${size} ${more}`.trimEnd()
}
