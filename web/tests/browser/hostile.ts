/** Names that people give, and names that are meant to do harm: all of them are only shown. */
export const HOSTILE: readonly string[] = [
  '🛒 Order 🧾',
  'הזמנה של לקוח',
  'a'.repeat(200),
  '<img src=x onerror=alert(1)>',
  'Zero\u200bwidth\u200djoined',
  '"><script>alert(1)</script>',
  'Ünï̷̢̛̪c̸̡͝ò̷̼d̸̙̈e'
]
