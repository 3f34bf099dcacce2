import type { AccountRegion } from '../../domain/alias.ts'
import { causeName, errorName } from '../../domain/error-name.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { isSilence, type Place, type PlaceScan, type ScanFailure, silenceOf } from '../../domain/place.ts'
import type { ScanWork } from '../../domain/scan-work.ts'
import type { ScanNeeds } from './needs.ts'
import { notingErrors } from './noting-errors.ts'
import { scanAliases } from './scan-aliases.ts'
import { isFindingsDue, scanFindings } from './scan-findings.ts'
import { type ScannedImages, scanImages } from './scan-images.ts'
import { trying } from './trying.ts'
import { tryingInAccount } from './trying-in-account.ts'

/** Within the function's minute, with room for the last call to EC2 and what it leads to. */
const SCAN_MS = 35_000
/** No step takes the time of the others. */
const ALIASES_MS = 10_000
const FINDINGS_MS = 10_000
/** Longer than the function may run, by ten seconds for clocks that differ. */
const LEASE_MS = 70_000

/**
 * Scans one account and region: 1 is it in the config 2 one function at a time 3 is the message answered already 4 scan 5 save the
 * result. A failure is logged and saved, and the schedule asks for another scan.
 *
 * @throws where the ledger does not answer: the queue delivers the message again
 */
export const scanPlace = async (
  needs: ScanNeeds,
  { account, region, askedAtMs }: ScanWork,
): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const place = { account, region }
  // 1 is it in the config
  if (!placesIn(config).some(named => placeKey(named) === placeKey(place))) return
  // 2 One function at a time: two would announce the same difference and overwrite each other's results.
  const me = crypto.randomUUID()
  const lease = `scan ${placeKey(place)}`
  if (!(await ledger.takeLease(lease, clock.nowMs(), LEASE_MS, me))) return
  // 3 is it answered
  const ofAccount = await ledger.readPlaces(account)
  const before = ofAccount.find(one => one.region === region)?.scan
  if (!before || before.askedAtMs < askedAtMs) {
    // 4 scan
    const startedAtMs = clock.nowMs()
    const found = await scanOrSkip(needs, place, ofAccount, before)
    const lateAtMs = found.seenLate > 0 ? startedAtMs : before?.lateAtMs
    // 5 save
    const scan = {
      ...found,
      ...(lateAtMs !== undefined && { lateAtMs }),
      askedAtMs,
      startedAtMs,
      tookMs: clock.nowMs() - startedAtMs,
    }
    await ledger.saveScan(place, scan)
    log.info('A place was scanned.', { ...place, ...scan })
  }
  await trying(log, { step: 'give the lease back', ...place }, () => ledger.takeLease(lease, 0, 0, me))
}

type Found = Omit<PlaceScan, 'askedAtMs' | 'startedAtMs' | 'tookMs'>

/** An account that does not answer in two regions is not asked in the others: each would wait for its timeouts. */
const scanOrSkip = async (
  needs: ScanNeeds,
  place: AccountRegion,
  ofAccount: readonly Place[],
  before: PlaceScan | undefined,
): Promise<Found> => {
  const silence = silenceOf(ofAccount, place, needs.clock.nowMs())
  if (!silence) return scan(needs, place, before)
  needs.log.info('A place was not scanned: its account does not answer.', { ...place, ...silence })
  return failed(before, silence)
}

const scan = async (
  needs: ScanNeeds,
  place: AccountRegion,
  before: PlaceScan | undefined,
): Promise<Found> => {
  const { ledger, clock } = needs
  const startedAtMs = clock.nowMs()
  const within = (ms: number): number => Math.min(clock.nowMs() + ms, startedAtMs + SCAN_MS)
  let last = before
  let images: ScannedImages | undefined
  let failure: Omit<ScanFailure, 'times'> | undefined
  const ofPlace = new Set<unknown>()
  const scanAll = async (): Promise<void> => {
    try {
      const known = await ledger.readFleet(place)
      if (known === undefined && last?.scannedAtMs !== undefined) {
        // The last scan's results can't be read, so this scan counts as the first one: otherwise all images would be announced.
        last = startedOver(last)
        await ledger.saveScan(place, last)
      }
      const noting = { ...needs, images: notingErrors(needs.images, ofPlace) }
      images = await scanImages(noting, place, known, last, startedAtMs + SCAN_MS)
    } catch (error) {
      failure = failureOf(error, ofPlace.has(error))
      throw error
    }
  }
  const inAccount = { step: 'scan images', ...place }
  await tryingInAccount(needs, inAccount, before?.failure?.name, scanAll, error => !ofPlace.has(error))
  const isFindingsTime = isFindingsDue(last?.findingsAtMs, startedAtMs)
  const findingsAtMs = isFindingsTime ? startedAtMs : last?.findingsAtMs
  let aliases = last?.aliases
  if (!failure?.isSilent) {
    const lookAtAliases = async (): Promise<void> => {
      try {
        aliases = await scanAliases(needs, place, within(ALIASES_MS))
      } catch (error) {
        aliases = { ...last?.aliases, failure: causeName(error) }
        throw error
      }
    }
    const ofAliases = { step: 'look at the aliases', ...place }
    await tryingInAccount(needs, ofAliases, last?.aliases?.failure, lookAtAliases)
    if (isFindingsTime)
      await tryingInAccount(needs, { step: 'look for scans', ...place }, failure?.name ?? 'not kept', () =>
        scanFindings(needs, place, within(FINDINGS_MS)),
      )
  }
  const found = images ?? failed(last, failure ?? { name: 'error', isOurs: true })
  return { ...found, ...(findingsAtMs !== undefined && { findingsAtMs }), ...(aliases && { aliases }) }
}

/** What failed within amiops says nothing of the account. */
const failureOf = (error: unknown, isOfPlace: boolean): Omit<ScanFailure, 'times'> => {
  const name = errorName(error)
  if (!isOfPlace) return { name, isOurs: true }
  return { name, ...(isSilence(error) && { isSilent: true }) }
}

const startedOver = ({ scannedAtMs: _, next: _token, ...scan }: PlaceScan): PlaceScan => scan

/** EC2 may no longer accept a token, so after a failure the next scan begins at the start. */
const failed = (before: PlaceScan | undefined, failure: Omit<ScanFailure, 'times'>): Found => ({
  images: 0,
  seenLate: 0,
  ...(before?.scannedAtMs !== undefined && { scannedAtMs: before.scannedAtMs }),
  ...(before?.findingsAtMs !== undefined && { findingsAtMs: before.findingsAtMs }),
  ...(before?.aliases && { aliases: before.aliases }),
  failure: { ...failure, times: (before?.failure?.times ?? 0) + 1 },
})
