import { useEffect, useState } from 'react'
import { api } from '../api.ts'

type Shortcuts = Awaited<ReturnType<typeof api.slack>>['shortcuts']

/** Asked once: the manifest does not change while the page is open. */
let known: Promise<Shortcuts> | undefined

/** The app's entries in the menu of a message; none until they are known. */
export const useShortcuts = (): Shortcuts => {
  const [shortcuts, setShortcuts] = useState<Shortcuts>([])
  useEffect(() => {
    known ??= api.slack().then(
      slack => slack.shortcuts,
      () => [],
    )
    void known.then(setShortcuts)
  }, [])
  return shortcuts
}
