/** The mark of the house: one shape, and the same from it. */

export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <rect
        x="1.8"
        y="1.8"
        width="10"
        height="10"
        rx="3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.9"
      />
      <rect x="8.2" y="8.2" width="10" height="10" rx="3" fill="currentColor" />
    </svg>
  )
}
