import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { FleetRow } from './aws-model.ts'
import { type FleetState, useFleet } from './use-fleet.ts'
import { type MomentsState, useMoments } from './use-moments.ts'

/** Whose trace is shown: that of a line of the timeline, or all traces of an image. */
export type Followed = { kind: 'moment'; id: number } | { kind: 'image'; imageId: string }

/** What all parts of the AWS side look at. */
export interface ControlRoom {
  fleet: FleetState
  timeline: MomentsState
  /** By image id, for the words of the timeline. */
  rowOf: (imageId: string) => FleetRow | undefined
  openImage: string | undefined
  setOpenImage: (key: string | undefined) => void
  followed: Followed | undefined
  /** Opens a trace, or with nothing the whole timeline again. */
  follow: (followed: Followed | undefined) => void
}

const Context = createContext<ControlRoom | undefined>(undefined)

interface ProviderProps {
  children: ReactNode
  /** On a phone one pane is shown at a time: these want to be seen. */
  onPane: (pane: 'fleet' | 'log') => void
  onFollow: () => void
}

export const ControlRoomProvider = ({ children, onPane, onFollow }: ProviderProps) => {
  const fleet = useFleet()
  const timeline = useMoments()
  const [openImage, setOpen] = useState<string>()
  const [followed, setFollowed] = useState<Followed>()
  const byId = useMemo(() => new Map([...fleet.rows.values()].map(row => [row.imageId, row])), [fleet.rows])
  const rowOf = useCallback((imageId: string) => byId.get(imageId), [byId])
  const room: ControlRoom = {
    fleet,
    timeline,
    rowOf,
    openImage,
    setOpenImage(key) {
      setOpen(key)
      if (key) onPane('fleet')
    },
    followed,
    follow(next) {
      setFollowed(next)
      if (!next) return
      onPane('log')
      onFollow()
    },
  }
  return <Context value={room}>{children}</Context>
}

export const useControlRoom = (): ControlRoom => {
  const room = useContext(Context)
  if (!room) throw new Error('Expected a ControlRoomProvider above this component, got none.')
  return room
}
