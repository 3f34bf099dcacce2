import { useMemo } from 'react'
import { useControlRoom } from './control-room.tsx'

export interface NamedAccount {
  id: string
  /** Its name and id, or its id alone. */
  label: string
}

/** The accounts that have images, by their names. */
export const useAccounts = (): readonly NamedAccount[] => {
  const { rows, names } = useControlRoom().fleet
  return useMemo(
    () =>
      [...new Set([...rows.values()].map(row => row.account))]
        .map(id => ({ id, label: [names.get(id), id].filter(Boolean).join(' · ') }))
        .sort((a, b) => (a.label < b.label ? -1 : 1)),
    [rows, names],
  )
}
