/** Whether a key or a press belongs to somebody who types, or to a control that floats over the canvas. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, [data-floats], [popover]') !== null
  )
}
