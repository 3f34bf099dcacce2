import { useMemo } from 'react'
import { useNow } from '../use-now.ts'
import { useControlRoom } from './control-room.tsx'
import type { FleetItem } from './fleet-query.ts'
import { ImageLine } from './image-line.tsx'
import { useListKeys } from './use-list-keys.ts'
import { useWindow } from './use-window.ts'

/** As `aws.css` draws them. */
const HEIGHT_PX = { place: 34, image: 58 } as const

const Place = ({ item, name }: { item: FleetItem & { kind: 'place' }; name: string | undefined }) => (
  <h3 className="place-line">
    <span>{item.region}</span>
    <span className={name ? 'place-name' : 'place-account'} title={name && item.account}>
      {name ?? item.account}
    </span>
    <span className="place-count">
      {item.images.toLocaleString('en')} {item.images === 1 ? 'image' : 'images'} ·{' '}
      {item.sizeGiB.toLocaleString('en')} GiB
    </span>
  </h3>
)

/** The images, of which only those in view are in the page. */
export const FleetList = ({ items }: { items: readonly FleetItem[] }) => {
  const { fleet, openImage, setOpenImage } = useControlRoom()
  const nowMs = useNow(1_000)
  const heights = useMemo(() => items.map(({ kind }) => HEIGHT_PX[kind]), [items])
  const window = useWindow(heights, index => items[index]?.key ?? index)
  const keys = useListKeys(items.length, window, index => items[index]?.kind === 'image')
  return (
    <div className="fleet-list" ref={window.scroller}>
      <ul style={{ height: window.totalPx }} onKeyDown={keys.onKeyDown}>
        {items.slice(window.from, window.to).map((item, offset) => {
          const index = window.from + offset
          return (
            <li
              key={item.key}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ top: window.topOf(index), height: HEIGHT_PX[item.kind] }}
            >
              {item.kind === 'place' ? (
                <Place item={item} name={fleet.names.get(item.account)} />
              ) : (
                <ImageLine
                  row={item.row}
                  nowMs={nowMs}
                  isOpen={openImage === item.key}
                  isInTabOrder={keys.tabStop === index}
                  onOpen={() => {
                    keys.setActive(index)
                    setOpenImage(item.key)
                  }}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
