import type { HomeView, KnownBlock } from '@slack/types'
import { ImpossibleBlock } from './limits.ts'

/** The Home tab of the app, as Slack takes it. https://docs.slack.dev/surfaces/app-home */
export type Home = HomeView

const MAX_BLOCKS = 100
const MAX_BYTES = 250_000

export const homeView = (blocks: readonly KnownBlock[]): Home => {
  if (blocks.length < 1 || blocks.length > MAX_BLOCKS)
    throw new ImpossibleBlock(`Expected a Home to have 1 to ${MAX_BLOCKS} blocks, got ${blocks.length}.`)
  const home: Home = { type: 'home', blocks: [...blocks] }
  const bytes = new TextEncoder().encode(JSON.stringify(home)).length
  if (bytes > MAX_BYTES)
    throw new ImpossibleBlock(`Expected a Home to have at most ${MAX_BYTES} bytes, got ${bytes}.`)
  return home
}
