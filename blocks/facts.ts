import { type ImageFacts, isProtected, totalSizeGiB } from '../src/domain/image.ts'
import { code, escapeText } from './text.ts'
import { agoWords } from './words.ts'

const SHOWN = 8

/** Tags that say whose image it is, most telling first; they are shown before other facts of less weight. */
const TELLING_TAGS = ['Team', 'Owner', 'Service', 'Environment', 'Application', 'Project']

const tagFields = (tags: ImageFacts['tags'], room: number): string[] => {
  const keys = Object.keys(tags).filter(key => key !== 'Name')
  const lower = TELLING_TAGS.map(t => t.toLowerCase())
  const rank = (key: string): number => {
    const at = lower.indexOf(key.toLowerCase())
    return at < 0 ? lower.length : at
  }
  return keys
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .slice(0, room)
    .map(key => `*${label(key)}*\n${code(tags[key] ?? '', 120)}`)
}

/** A tag's key stands where bold would be parsed: keep letters, digits and plain marks only. */
const label = (key: string): string => escapeText(key.replace(/[*_~`:<>|]/g, ' '), 60) || 'tag'

const sourceWords = (facts: ImageFacts): string | undefined => {
  if (facts.sourceInstanceId) return `instance ${code(facts.sourceInstanceId, 40)}`
  if (!facts.sourceImageId) return undefined
  const from = facts.sourceImageRegion ? ` in ${code(facts.sourceImageRegion, 30)}` : ''
  return `${code(facts.sourceImageId, 40)}${from}`
}

const sizeWords = (facts: ImageFacts): string | undefined => {
  const sizeGiB = totalSizeGiB(facts)
  if (sizeGiB === undefined) return undefined
  const { length } = facts.snapshots
  const encrypted = facts.snapshots.every(s => s.encrypted) ? ', encrypted' : ''
  return `${sizeGiB} GiB in ${length} ${length === 1 ? 'snapshot' : 'snapshots'}${encrypted}`
}

/** Up to eight facts for two columns, the most telling first. What EC2 did not tell is left out, never guessed. */
export const factFields = (facts: ImageFacts): string[] => {
  const platform = [facts.architecture, facts.platform].filter(p => p !== undefined).map(p => code(p, 60))
  const source = sourceWords(facts)
  const size = sizeWords(facts)
  const telling = tagFields(facts.tags, 2)
  const known = [
    platform.length > 0 && `*Architecture*\n${platform.join(' · ')}`,
    size && `*Size*\n${size}`,
    facts.public && '*Access*\n⚠️ public: every AWS account can launch it',
    isProtected(facts) && '*Deregistration*\n🔒 protected',
    ...telling,
    source && `*Made from*\n${source}`,
    facts.lastLaunchedAtMs !== undefined && `*Last launched*\n${agoWords(facts.lastLaunchedAtMs)}`,
    facts.deprecatedAtMs !== undefined && `*Deprecation*\n${agoWords(facts.deprecatedAtMs)}`,
    ...tagFields(facts.tags, SHOWN).slice(telling.length),
  ].filter(field => typeof field === 'string')
  return known.slice(0, SHOWN)
}
