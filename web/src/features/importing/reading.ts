/** A file as text: UTF-8, UTF-16 with its mark, else the one byte per letter of old dumps. */

export interface FileText {
  readonly text: string
  readonly fileName: string
}

/** Why a file cannot be read, as a sentence for the person. */
export interface Unreadable {
  readonly unreadable: string
}

const LARGEST = 64 * 1024 * 1024

export async function readFile(file: File): Promise<FileText | Unreadable> {
  const { name, size } = file
  if (size > LARGEST) {
    return unreadable(`${name} has ${megabytes(size)} MB, and 64 MB are read at most.`)
  }
  const bytes = await file.arrayBuffer().catch(() => null)
  if (bytes === null) {
    return unreadable(`${name} cannot be opened. Choose a file, not a folder.`)
  }
  const text = decode(new Uint8Array(bytes))
  if (text.includes('\u0000')) {
    return unreadable(`${name} is not text. Export it as SQL and bring that.`)
  }
  if (text.trim() === '') return unreadable(`${name} is empty. Choose another file.`)
  return { text, fileName: name }
}

export function isUnreadable(read: FileText | Unreadable): read is Unreadable {
  return 'unreadable' in read
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function unreadable(sentence: string): Unreadable {
  return { unreadable: sentence }
}

function megabytes(size: number): string {
  return Math.ceil(size / 1024 / 1024).toLocaleString('en')
}
