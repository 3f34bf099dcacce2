import type { AliasPlace } from '../../../src/domain/alias.ts'
import type { AliasNews } from '../../../src/domain/alias-news.ts'
import type { Principal } from '../../../src/domain/cloud-trail-call.ts'
import type { Config } from '../../../src/domain/config.ts'
import { receiveAliasNews } from '../../../src/flows/aliases/receive-alias-news.ts'
import { aliasWorld, build, PROD, US } from '../../support/aliases.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { CONFIG, MINUTE } from '../../support/memory/world.ts'

/** Aliases that somebody outside of amiops sets or deletes. */

export const PLACE: AliasPlace = { ...US, family: 'web', alias: 'prod', parameter: PROD }

const TERRAFORM_ARN = 'arn:aws:sts::123456789012:assumed-role/terraform/run-42'
const TERRAFORM: Principal = {
  kind: 'role',
  name: 'terraform',
  session: 'run-42',
  sourceIp: '203.0.113.7',
  userAgent: 'Terraform/1.9.0',
}

export const outsideWorld = (config: Partial<Config> = {}) => {
  const world = aliasWorld({ channels: { ...CONFIG.channels, audit: 'ami-audit' }, ...config })
  const { aliases, clock, ledger, messenger } = world
  let count = 0
  const news = (what: AliasNews['what'], more: Partial<AliasNews> = {}): AliasNews => ({
    ...US,
    id: `news-${++count}`,
    atMs: Math.floor(clock.nowMs() / 1000) * 1000,
    parameters: [PROD],
    what,
    ...more,
  })
  const texts = (channel: string) => messenger.posts(channel).map(({ message }) => message.text)
  return {
    ...world,
    news,
    changed: (more?: Partial<AliasNews>) => news({ kind: 'changed' }, more),
    deleted: (more?: Partial<AliasNews>) => news({ kind: 'changed', isDeletion: true }, more),
    called: (of: { version?: number; isDeletion?: true }, more?: Partial<AliasNews>) =>
      news({ kind: 'called', principal: TERRAFORM, ...of }, more),
    /** Terraform sets it. */
    set: (number: number) => aliases.set(US, PROD, build(number).imageId, { by: TERRAFORM_ARN }),
    /** Delivers news as its queue would, until all of it is taken in. */
    async receive(...list: readonly AliasNews[]): Promise<void> {
      for (let tried = 0; tried < 8; tried++) {
        const outcomes = await receiveAliasNews(world.needs, list)
        if (list.every(({ id }) => outcomes.get(id)?.kind === 'done')) return
        clock.advance(2 * MINUTE)
      }
      throw new Error('Expected all news to be taken in within eight deliveries.')
    },
    /** What is announced of aliases; not of images. */
    cards: () => texts('ami-ready').filter(text => /of web in/.test(text)),
    audit: () => texts('ami-audit').filter(text => /outside amiops/.test(text)),
    entries: () => ledger.readAssignments(PLACE, 50),
    async reconcile(runs = 1): Promise<void> {
      for (let run = 0; run < runs; run++) {
        await reconcile(world.needs)
        clock.advance(5 * MINUTE)
      }
    },
  }
}
