import { useEffect, useState } from 'react'
import { forget } from '../../kernel/forget.ts'
import { listen, onMoments } from '../live.ts'
import { awsApi } from './aws-api.ts'
import type { MomentLine } from './aws-model.ts'

export interface MomentsState {
  /** Oldest first. */
  moments: readonly MomentLine[]
  isLoaded: boolean
  error?: string
}

/** The list and the stream overlap while the list is on its way. */
const merge = (listed: readonly MomentLine[], told: readonly MomentLine[]): readonly MomentLine[] => {
  const last = listed.at(-1)?.id ?? 0
  return forget([...listed, ...told.filter(({ id }) => id > last)])
}

/** The timeline so far, and what is added to it. */
export const useMoments = (): MomentsState => {
  const [state, setState] = useState<MomentsState>({ moments: [], isLoaded: false })
  useEffect(() => {
    let told: readonly MomentLine[] = []
    let turn = 0
    const load = async () => {
      turn += 1
      const mine = turn
      told = []
      try {
        const listed = await awsApi.moments()
        if (mine === turn) setState({ moments: merge(listed, told), isLoaded: true })
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (mine === turn) setState(old => ({ ...old, error: message }))
      }
    }
    void load()
    const stopMoments = onMoments(moments => {
      told = forget([...told, ...moments])
      setState(old => ({ ...old, moments: merge(old.moments, moments) }))
    })
    const stop = listen('moments', () => void load())
    return () => {
      turn += 1
      stop()
      stopMoments()
    }
  }, [])
  return state
}
