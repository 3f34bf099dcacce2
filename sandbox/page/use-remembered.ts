import { useCallback, useState } from 'react'

const read = (key: string) => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** A choice that survives a reload. Where the browser keeps nothing, it lasts as long as the page. */
export const useRemembered = <T extends string>(key: string, otherwise: T): [T, (value: T) => void] => {
  const name = `amiops.sandbox.${key}`
  const [value, setValue] = useState<T>(() => (read(name) as T | null) ?? otherwise)
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(name, next)
      } catch {
        // Private windows may refuse; the choice then lasts until the page is closed.
      }
    },
    [name],
  )
  return [value, keep]
}
