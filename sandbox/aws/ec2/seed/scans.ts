import type { Scan } from '../scan.ts'
import { bakedAtMs } from './dates.ts'

/** A vulnerability of a seeded image: seen so many days ago, and fixed so many days ago. */
interface SeededVulnerability {
  title: string
  severity: Scan['found'][number]['severity']
  score: number
  path: string
  seenDaysAgo: number
  fixDaysAgo?: number
}

/** A scan of a seeded image so many days ago. */
export interface SeededScan {
  daysAgo: number
  found: readonly SeededVulnerability[]
}

const MINOR: readonly SeededVulnerability[] = [
  { title: 'CVE-2026-30218 - vim', severity: 'medium', score: 5.5, path: '/usr/bin/vim', seenDaysAgo: 9 },
  { title: 'CVE-2026-28117 - curl', severity: 'low', score: 3.1, path: '/usr/bin/curl', seenDaysAgo: 9 },
]

/** What every build of the golden image has. */
export const USUAL_SCAN: SeededScan = { daysAgo: 1, found: MINOR }

/** A critical finding whose fix has been out for nine days. */
export const CRITICAL_SCAN: SeededScan = {
  daysAgo: 1,
  found: [
    {
      title: 'CVE-2026-41907 - openssl',
      severity: 'critical',
      score: 9.8,
      path: '/usr/lib64/libssl.so.3',
      seenDaysAgo: 12,
      fixDaysAgo: 9,
    },
    {
      title: 'CVE-2026-40011 - glibc',
      severity: 'critical',
      score: 9.1,
      path: '/usr/lib64/libc.so.6',
      seenDaysAgo: 3,
    },
    {
      title: 'CVE-2026-39870 - kernel',
      severity: 'high',
      score: 7.8,
      path: '/boot/vmlinuz-6.12',
      seenDaysAgo: 12,
      fixDaysAgo: 4,
    },
    ...MINOR,
  ],
}

/** The scan, with its dates counted back from `nowMs`. */
export const scanOf = ({ daysAgo, found }: SeededScan, nowMs: number): Scan => ({
  atMs: bakedAtMs(daysAgo, nowMs),
  found: found.map(({ seenDaysAgo, fixDaysAgo, ...one }) => ({
    ...one,
    firstObservedAtMs: bakedAtMs(seenDaysAgo, nowMs),
    ...(fixDaysAgo !== undefined && { fixedAtMs: bakedAtMs(fixDaysAgo, nowMs) }),
  })),
})
