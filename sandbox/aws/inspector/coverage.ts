import type { Covered } from '../../coverage.ts'

export const INSPECTOR: Covered = {
  StartOnDemandScan: {
    state: 'partial',
    provedBy: 'a scan on demand ends with its event, and EC2 shows what it found; one at a time',
    gap: 'the path is not confirmed: no released SDK client has the call; a scan finds what the last one found, or what every image has; it takes a minute, and never fails by itself; events of single findings are not sent',
  },
  GetOnDemandScanStatus: { state: 'missing', gap: 'the event tells that a scan is over' },
  ListOnDemandScans: { state: 'missing', gap: 'as of GetOnDemandScanStatus' },
}
