import { useLayoutEffect, useRef } from 'react'

/** Keeps the focus in an element when an edit takes away the button that had it. */
export const useKeptFocus = (content: unknown) => {
  const article = useRef<HTMLElement>(null)
  const hadFocus = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a new content that takes a button away
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) article.current?.focus()
  }, [content])
  return {
    ref: article,
    onFocus: () => {
      hadFocus.current = true
    },
    onBlur: (event: { target: Element; relatedTarget: Element | null }) => {
      // A removed button blurs towards nothing; that is the case to handle.
      if (event.relatedTarget && !article.current?.contains(event.relatedTarget)) hadFocus.current = false
    },
  }
}
