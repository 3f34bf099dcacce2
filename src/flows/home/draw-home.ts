import { renderHome } from '../../../blocks/home.ts'
import type { HomeContent } from '../../../blocks/home-content.ts'
import type { VisitedHome } from '../../domain/visited-home.ts'
import type { Delivery } from '../../ports.ts'
import type { HomeNeeds } from './needs.ts'

/** Two functions rarely draw the same Home at the same time, and hardly ever three times in a row. */
const TRIES = 3

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** A digest of what a Home shows, whenever it is drawn. */
export const digestOf = async (content: HomeContent): Promise<string> => {
  const home = JSON.stringify(renderHome({ ...content, asOfMs: 0 }))
  return hexOf(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(home)))
}

/**
 * Draws a Home, and saves what it shows: 1 draw 2 save. If another function drew it meanwhile, perhaps with newer content, it is read and
 * drawn once more, so that what is drawn last was read last.
 *
 * @param known the Home as the ledger has it, with what is saved together with it
 * @param readAgain reads the content again
 * @returns the Home as it was saved, what it shows, and what became of the drawing
 */
export const drawHome = async (
  { ledger, messenger }: HomeNeeds,
  known: VisitedHome,
  given: HomeContent,
  readAgain: () => Promise<HomeContent>,
): Promise<{ home: VisitedHome; content: HomeContent; delivery: Delivery }> => {
  const { userId } = known.person
  let home = known
  let content = given
  for (let tried = 1; ; tried++) {
    // 1 draw
    const delivery = await messenger.publishHome(userId, renderHome(content))
    if (delivery.kind !== 'delivered') return { home, content, delivery }
    // 2 save
    const saved = { ...home, shown: await digestOf(content) }
    if (await ledger.saveHome(saved))
      return { home: { ...saved, version: saved.version + 1 }, content, delivery }
    if (tried === TRIES) return { home, content, delivery }
    home = { ...known, version: (await ledger.readHome(userId))?.version ?? 0 }
    content = await readAgain()
  }
}
