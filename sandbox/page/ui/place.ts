const GAP_PX = 4
const EDGE_PX = 8

/** Puts `popup` below `anchor`, or above it when there is no room, always inside the window. */
export const placeAt = (popup: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void => {
  const at = anchor.getBoundingClientRect()
  // A list is as wide as its box; a menu as its words.
  if (align === 'start') popup.style.minWidth = `${at.width}px`
  const { offsetWidth: width, offsetHeight: height } = popup
  const start = align === 'start' ? at.left : at.right - width
  const left = Math.max(EDGE_PX, Math.min(start, window.innerWidth - width - EDGE_PX))
  const fitsBelow = at.bottom + GAP_PX + height + EDGE_PX <= window.innerHeight
  popup.style.left = `${left}px`
  popup.style.top = `${fitsBelow ? at.bottom + GAP_PX : Math.max(EDGE_PX, at.top - GAP_PX - height)}px`
}
