import { useCallback, useEffect, useState } from 'react'

/** What the address says: `#/maria/ami-ready`. A copied address opens the same place as the same person. */
export interface Address {
  person: string
  place: string
}

const readAddress = (): Partial<Address> => {
  const [, person, place] = window.location.hash.split('/').map(part => {
    try {
      return decodeURIComponent(part)
    } catch {
      return ''
    }
  })
  return { ...(person ? { person } : {}), ...(place ? { place } : {}) }
}

export const useAddress = (): [Partial<Address>, (next: Partial<Address>) => void] => {
  const [address, setAddress] = useState(readAddress)
  useEffect(() => {
    const follow = () => setAddress(readAddress())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const go = useCallback((next: Partial<Address>) => {
    const { person = '', place = '' } = { ...readAddress(), ...next }
    // At once, not only when the browser tells of the new address: a controlled radio button must not jump back.
    setAddress({ person, place })
    window.location.hash = `/${encodeURIComponent(person)}/${encodeURIComponent(place)}`
  }, [])
  return [address, go]
}
