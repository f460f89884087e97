/** All of the canvas, small, with the part that is seen. */
export function Minimap() {
  return null
}
