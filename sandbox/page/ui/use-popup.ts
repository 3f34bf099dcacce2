import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { placeAt } from './place.ts'

interface PopupOptions {
  isOpen: boolean
  popup: RefObject<HTMLElement | null>
  anchor: RefObject<HTMLElement | null>
  align: 'start' | 'end'
  /** Somebody pressed elsewhere. */
  onOutside: () => void
}

/**
 * Shows `popup` in the browser's top layer, beside `anchor` and following it: neither a scrolling pane nor an open
 * dialog cuts it off there.
 */
export const usePopup = ({ isOpen, popup, anchor, align, onOutside }: PopupOptions): void => {
  const leave = useRef(onOutside)
  leave.current = onOutside
  useLayoutEffect(() => {
    if (!isOpen || !popup.current || !anchor.current) return
    popup.current.showPopover()
    placeAt(popup.current, anchor.current, align)
  }, [isOpen, popup, anchor, align])
  useEffect(() => {
    if (!isOpen) return
    const shut = (event: Event) => {
      const target = event.target as Node
      if (!popup.current?.contains(target) && !anchor.current?.contains(target)) leave.current()
    }
    const follow = () => {
      if (popup.current && anchor.current) placeAt(popup.current, anchor.current, align)
    }
    const observer = new ResizeObserver(follow)
    if (popup.current) observer.observe(popup.current)
    if (anchor.current) observer.observe(anchor.current)
    document.addEventListener('pointerdown', shut)
    document.addEventListener('scroll', follow, true)
    window.addEventListener('resize', follow)
    return () => {
      observer.disconnect()
      document.removeEventListener('pointerdown', shut)
      document.removeEventListener('scroll', follow, true)
      window.removeEventListener('resize', follow)
    }
  }, [isOpen, popup, anchor, align])
}
