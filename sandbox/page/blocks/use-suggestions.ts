import type { Option, OptionGroup } from '@slack/types'
import { useEffect, useState } from 'react'
import { type AnySelect, filterGroups, flat, useGroups } from './select-options.ts'
import { useSurface } from './surface.tsx'

/** Typing asks the app once it pauses, not at every letter. */
const PAUSE_MS = 200
/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select */
const MIN_QUERY_LENGTH = 3

export interface Suggestions {
  groups: OptionGroup[]
  /** Why there is nothing to choose, in words. */
  note: string | undefined
}

const readGroups = (answer: object): OptionGroup[] => {
  if ('option_groups' in answer && Array.isArray(answer.option_groups)) return answer.option_groups
  return flat('options' in answer && Array.isArray(answer.options) ? (answer.options as Option[]) : [])
}

/** What a select offers for what has been typed: from its own options, or from the app. */
export const useSuggestions = (
  element: AnySelect,
  blockId: string,
  isOpen: boolean,
  typed: string,
): Suggestions => {
  const { suggest } = useSurface()
  const own = useGroups(element)
  const isExternal = element.type === 'external_select' || element.type === 'multi_external_select'
  const shortest = isExternal ? (element.min_query_length ?? MIN_QUERY_LENGTH) : 0
  const [told, setTold] = useState<{ typed: string; groups: OptionGroup[]; fault?: string }>()
  const isAsking = isExternal && isOpen && typed.length >= shortest
  // biome-ignore lint/correctness/useExhaustiveDependencies: the surface is a new object at every drawing
  useEffect(() => {
    if (!isAsking) return
    let isCurrent = true
    const timer = setTimeout(async () => {
      try {
        const answer = await suggest({ action_id: element.action_id ?? '', block_id: blockId, value: typed })
        const fault = 'error' in answer ? `This app could not answer (${answer.error}).` : undefined
        if (isCurrent) setTold({ typed, groups: readGroups(answer), ...(fault ? { fault } : {}) })
      } catch (error) {
        const fault = error instanceof Error ? error.message : String(error)
        if (isCurrent) setTold({ typed, groups: [], fault })
      }
    }, PAUSE_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [isAsking, typed, element.action_id, blockId])

  if (!isExternal) {
    const groups = filterGroups(own, typed)
    return { groups, note: groups.length ? undefined : 'No results' }
  }
  if (!isAsking) return { groups: [], note: `Type ${shortest} or more characters` }
  if (told?.typed !== typed) return { groups: [], note: 'Looking…' }
  const groups = told.groups.filter(group => group.options.length > 0)
  return { groups, note: told.fault ?? (groups.length ? undefined : 'No results') }
}
