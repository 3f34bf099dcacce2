import type { Digests, ImageRecords } from '../../ports.ts'
import type { ShowDigestNeeds } from './show-digest.ts'

export interface AnnounceDigestNeeds extends ShowDigestNeeds {
  ledger: ShowDigestNeeds['ledger'] & Digests & ImageRecords
}
