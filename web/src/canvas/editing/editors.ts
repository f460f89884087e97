/** What is typed in place, as one piece that comes after the first picture. */
export { LineEditor } from '@/canvas/editing/LineEditor'
export { NameEditor } from '@/canvas/editing/NameEditor'
