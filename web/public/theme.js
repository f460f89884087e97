// The theme before the first picture: chosen on this device, or what the system has.
;(() => {
  let chosen = 'system'
  try {
    chosen = localStorage.getItem('schemaos theme') ?? 'system'
  } catch {
    // a browser that keeps nothing has the theme of the system
  }
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
})()
