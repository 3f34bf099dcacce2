import type { Delivery, Ledger, Messenger, Metrics } from './ports.ts'

/** Metrics are counted at the ports, so that the flows don't have to. */

export const measuredMessenger = (messenger: Messenger, metrics: Metrics): Messenger => {
  const counted = (delivery: Delivery): Delivery => {
    if (delivery.kind === 'busy') metrics.count('SlackBusy')
    return delivery
  }
  return {
    ...messenger,
    async post(channel, message, thread) {
      const delivery = counted(await messenger.post(channel, message, thread))
      if (delivery.kind === 'delivered') metrics.count(thread ? 'ThreadLines' : 'Cards')
      return delivery
    },
    update: async (...message) => counted(await messenger.update(...message)),
    publishHome: async (...home) => counted(await messenger.publishHome(...home)),
    postEphemeral: async (...message) => counted(await messenger.postEphemeral(...message)),
  }
}

export const measuredLedger = (ledger: Ledger, metrics: Metrics, nowMs: () => number): Ledger => ({
  ...ledger,
  async claimEvent(...asked) {
    const claim = await ledger.claimEvent(...asked)
    if (claim.kind === 'done') metrics.count('DuplicatesDropped')
    return claim
  },
  async claimRequest(...asked) {
    const claim = await ledger.claimRequest(...asked)
    if (claim.kind === 'settled') metrics.count('DuplicatesDropped')
    return claim
  },
  async addHistory(image, entry) {
    await ledger.addHistory(image, entry)
    if (entry.kind === 'request') {
      metrics.count('Requests', 1, { result: entry.outcome })
      if (entry.outcome === 'accepted') metrics.time('ClickToAccepted', Math.max(0, nowMs() - entry.atMs))
    }
  },
  async addHistories(entries) {
    await ledger.addHistories(entries)
    const late = entries.filter(({ entry }) => entry.kind === 'event' && entry.seenLate).length
    if (late > 0) metrics.count('SeenLate', late)
  },
  async saveDigest(digest) {
    const saved = await ledger.saveDigest(digest)
    if (saved) metrics.count('DigestWrites')
    return saved
  },
})
