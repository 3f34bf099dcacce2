import type { CarouselBlock } from '@slack/types'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { CardView } from './card.tsx'

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

/** Cards side by side. The arrow keys go from one to the next, and so do the buttons. */
export const Carousel = ({ block, blockId }: { block: CarouselBlock; blockId: string }) => {
  const list = useRef<HTMLUListElement>(null)
  const [ends, setEnds] = useState({ isFirst: true, isLast: true })
  const look = () => {
    const { current } = list
    if (!current) return
    setEnds({
      isFirst: current.scrollLeft <= 1,
      isLast: current.scrollLeft + current.clientWidth >= current.scrollWidth - 1,
    })
  }
  useEffect(look, [])
  const step = (by: number) => {
    const width = list.current?.firstElementChild?.getBoundingClientRect().width ?? 0
    list.current?.scrollBy({ left: by * (width + 12) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = steps[event.key]
    // A link or a button in a card keeps its own keys.
    if (!by || event.target !== list.current) return
    event.preventDefault()
    step(by)
  }
  const scrolls = !(ends.isFirst && ends.isLast)
  return (
    <section
      className="carousel"
      aria-roledescription="carousel"
      aria-label={`${block.elements.length} cards`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <ul ref={list} tabIndex={0} aria-label="Cards" onKeyDown={onKeyDown} onScroll={look}>
        {block.elements.map((card, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a card's place is what it is known by
          <li key={index}>
            <CardView block={card} blockId={card.block_id ?? blockId} />
          </li>
        ))}
      </ul>
      {scrolls && (
        <div className="carousel-steps">
          <button
            type="button"
            className="icon-button small"
            aria-label="Previous card"
            aria-disabled={ends.isFirst}
            onClick={() => step(-1)}
          >
            <Icon name="back" size={16} />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label="Next card"
            aria-disabled={ends.isLast}
            onClick={() => step(1)}
          >
            <Icon name="forward" size={16} />
          </button>
        </div>
      )}
    </section>
  )
}
